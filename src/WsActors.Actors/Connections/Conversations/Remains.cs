using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Makes the tombstone of a connection that ends.</summary>
internal static class Remains
{
    /// <summary>Sends the tombstone to the actor that keeps them. A request that has its response leaves none: polls end with each message.</summary>
    public static void Leave(Ending ending, in Talk talk, in Turn turn)
    {
        if (turn.Environment.Evidence is { } evidence && !ending.IsResponse && turn.Id != default)
            turn.Effects.Tell(evidence, Of(ending, talk, turn));
    }

    private static Tombstone Of(Ending ending, in Talk talk, in Turn turn)
    {
        ref var parts = ref talk.Parts;
        var clock = turn.Environment.Clock;
        return new Tombstone
        {
            Id = turn.Id,
            User = turn.Identity.User,
            RemoteEndPoint = parts.Client ?? talk.Transport.RemoteEndPoint,
            Protocol = parts.Writer.Encoding.Protocol?.Name,
            Outcome = ending.Outcome,
            EndedBy = EndedByOf(ending),
            Code = ending.Code,
            Refusal = ending.HandshakeOutcome,
            Reason = Tombstone.Bounded(ending.Refusal?.Message ?? ending.Reason),
            ConnectedAt = clock.UtcAt(parts.Liveness.AcceptedAt),
            EndedAt = clock.UtcNow,
            Idle = turn.Now - parts.Liveness.Deadlines.LastPassedAt,
            MessagesReceived = parts.Intake.Messages,
            MessagesSent = parts.Writer.MessagesSent,
            BytesReceived = parts.Intake.Bytes,
            BytesSent = parts.Writer.BytesSent,
            Subscriptions = TopicsOf(parts),
            SubscriptionCount = parts.Subscriptions.Count,
            QueuedFrames = parts.Writer.QueuedFrames,
            QueuedBytes = parts.Writer.QueuedBytes,
        };
    }

    // Most that are refused have none.
    private static string[] TopicsOf(in Components parts) => parts.Subscriptions.Count == 0
        ? []
        : Array.ConvertAll(parts.Subscriptions.Topics(Tombstone.MaxSubscriptions), topic => topic.Value);

    private static EndedBy EndedByOf(Ending ending) => ending switch
    {
        { ClosedBy: ClosingSide.Client } => EndedBy.Client,
        { ClosedBy: ClosingSide.Server } => EndedBy.Server,
        { Outcome: ConnectionOutcome.Refused or ConnectionOutcome.Cut or ConnectionOutcome.Violated } => EndedBy.Server,
        { Outcome: ConnectionOutcome.Closed } => EndedBy.Client,
        _ => EndedBy.Network,
    };
}
