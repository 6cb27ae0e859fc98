using WsActors.Actors.Access;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Describes one connection in detail, from what its components keep anyway.</summary>
internal static class Details
{
    /// <param name="parts">The components.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="topic">The topic about which access is asked; null for none.</param>
    /// <param name="turn">The turn.</param>
    public static ConnectionDetail Of(in Components parts, Conversation conversation, TopicName? topic, in Turn turn)
    {
        var (clock, settings, deadlines) = (turn.Environment.Clock, turn.Environment.Settings, parts.Liveness.Deadlines);
        var access = topic is null ? null : turn.Environment.Rules.MaySubscribe(turn.Identity, topic);
        return new ConnectionDetail
        {
            Carrier = CarrierOf(parts.Writer.Encoding.Carrier),
            Compression = CompressionOf(parts.Writer),
            IsBackEnd = turn.Identity.IsBackEnd,
            Positions = parts.Subscriptions.Positions(),
            LastReceivedAt = clock.UtcAt(deadlines.ReceivedAt),
            LastPassedAt = clock.UtcAt(deadlines.LastPassedAt),
            SendWaitsSince = UtcOf(deadlines.SendWaitsSince, clock),
            NextPingAt = conversation.IsOpen ? UtcOf(deadlines.WhenToPing(settings), clock) : null,
            PongDueAt = conversation.IsOpen ? UtcOf(deadlines.WhenToGiveUpPong(settings), clock) : null,
            TokenExpiresAt = turn.Identity.ExpiresAt,
            Access = AccessOf(access),
            Denial = (access as AccessDecision.Denied)?.Message,
        };
    }

    private static string? CarrierOf(ICarrier? carrier) => carrier switch
    {
        null => null,
        WebSocketCarrier => "websocket",
        EventStreamCarrier => "event_stream",
        LongPollCarrier => "poll",
        _ => "other",
    };

    private static string CompressionOf(in ConnectionWriter writer)
    {
        if (writer.SharedCompression is not null)
            return "shared";

        return writer.HasOwnCompression ? "own" : "none";
    }

    private static SubscribeAccess AccessOf(AccessDecision? decision) => decision switch
    {
        null => SubscribeAccess.NotAsked,
        AccessDecision.Denied => SubscribeAccess.Denied,
        AccessDecision.AskBackend => SubscribeAccess.Webhook,
        _ => SubscribeAccess.Allowed,
    };

    // A deadline that is not set is the end of time.
    private static DateTimeOffset? UtcOf(TimeSpan? moment, NodeClock clock) =>
        moment is { } at && at != TimeSpan.MaxValue ? clock.UtcAt(at) : null;
}
