using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The right of a process to the whole store.</summary>
internal static class Rights
{
    /// <summary>The fault of a process whose right has ended.</summary>
    public static StorageFault Lost { get; } = new(
        StorageFault.Fenced,
        "another server has taken the durable topics in PostgreSQL over: give each server or cluster a database of its own, and restart the one that shall have this one");
}
