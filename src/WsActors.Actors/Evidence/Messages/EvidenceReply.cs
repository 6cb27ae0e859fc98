using WsActors.Actors.Model;

namespace WsActors.Actors.Evidence.Messages;

/// <summary>Replies to an <see cref="EvidenceRequest"/>.</summary>
public static class EvidenceReply
{
    /// <param name="List">The tombstones, newest first.</param>
    /// <param name="HasMore">True if there are more behind the last one.</param>
    public sealed record TombstonePage(IReadOnlyList<Tombstone> List, bool HasMore);

    /// <param name="List">Dropped messages, newest first.</param>
    public sealed record DropList(IReadOnlyList<DropEvidence> List);
}
