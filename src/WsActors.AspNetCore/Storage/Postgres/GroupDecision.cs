using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The decision about a group whose topics are locked.</summary>
/// <param name="Stored">The stored state of the topics.</param>
/// <param name="Accepted">The topics that are to be written.</param>
/// <param name="Higher">A fence whose term must be stored before anything is written; null if there is none.</param>
internal sealed record GroupDecision(StoredState Stored, IReadOnlyList<TopicWrites> Accepted, StorageFence? Higher);
