using WsActors.Actors.Model;

namespace WsActors.Actors.Evidence.Messages;

/// <summary>Queries to <see cref="EvidenceActor"/>; answered by <see cref="EvidenceReply"/>.</summary>
public static class EvidenceRequest
{
    /// <summary>Asks for tombstones, newest first. Answered by <see cref="EvidenceReply.TombstonePage"/>.</summary>
    /// <param name="Limit">At most so many, from 1.</param>
    /// <param name="Before">Only those that come behind this one in the order; null for the first page.</param>
    /// <param name="User">Only this user's; null for all.</param>
    /// <param name="Topic">Only those with this topic among the subscriptions that are kept; null for all.</param>
    /// <param name="Id">Only this connection's; null for all.</param>
    public sealed record GetTombstones(
        int Limit, TombstoneCursor? Before = null, string? User = null, string? Topic = null, ConnectionId? Id = null);

    /// <summary>Asks for dropped messages, newest first. Answered by <see cref="EvidenceReply.DropList"/>.</summary>
    /// <param name="Limit">At most so many entries, from 1.</param>
    /// <param name="User">Only this user's; null for all.</param>
    /// <param name="Topic">Only of this topic; null for all.</param>
    /// <param name="Connection">Only of this connection; null for all.</param>
    public sealed record GetDrops(int Limit, string? User = null, string? Topic = null, ConnectionId? Connection = null);
}
