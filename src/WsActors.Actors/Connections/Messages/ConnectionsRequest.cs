using System.Collections.Immutable;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tapping;
using WsActors.Actors.Transport;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections.Messages;

/// <summary>Queries and commands to <see cref="ConnectionsActor"/>; answered by <see cref="ConnectionsReply"/>.</summary>
public static class ConnectionsRequest
{
    /// <summary>Hands over a connected socket. Answered by <see cref="ConnectionsReply.Admitted"/>, also if the peer is refused.</summary>
    internal sealed record Admit(IConnectionTransport Transport)
    {
        /// <summary>Counts the sockets of one acceptor.</summary>
        public long Number { get; init; }
    }

    /// <summary>Closes all connections in waves. Answered by <see cref="ConnectionsReply.Drained"/>. During a drain, changes its pace.</summary>
    /// <param name="Rate">Goodbyes per second; null for the setting.</param>
    /// <param name="IsFinal">True if the process ends after the drain.</param>
    internal sealed record Drain(int? Rate = null, bool IsFinal = true)
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>Ends a drain or rebalance early. Answered by <see cref="ConnectionsReply.Aborted"/> or <see cref="ConnectionsReply.NothingToAbort"/>.</summary>
    internal sealed record Abort(IActorRef ReplyTo);

    /// <summary>
    /// Closes a share of the clients' connections in waves, while the node stays open. Answered by <see cref="DrainStatus"/> or
    /// <see cref="ConnectionsReply.Busy"/>.
    /// </summary>
    /// <param name="Share">The share of the connections, above 0 and at most 1.</param>
    /// <param name="Rate">Goodbyes per second; null for that of a drain.</param>
    /// <param name="ReconnectWithin">The time within which the clients are asked to return.</param>
    public sealed record Rebalance(double Share, int? Rate, TimeSpan ReconnectWithin)
    {
        /// <summary>The number of connections in place of the share; null for the share.</summary>
        public int? Count { get; init; }

        /// <summary>The number to close of so many connections.</summary>
        internal int Of(int connections) => Math.Min(Count ?? (int)Math.Ceiling(connections * Share), connections);
    }

    /// <summary>
    /// Injects a fault, whose number and start are assigned here. Answered by <see cref="ConnectionsReply.Injected"/> or
    /// <see cref="ConnectionsReply.TooManyFaults"/>.
    /// </summary>
    public sealed record InjectFault(InjectedFault Fault);

    /// <summary>Answered by <see cref="ConnectionsReply.Faults"/>.</summary>
    public sealed record GetFaults
    {
        public static readonly GetFaults Instance = new();
    }

    /// <summary>Ends injected faults early. Answered by <see cref="ConnectionsReply.Faults"/> with those that have ended.</summary>
    /// <param name="Id">The fault; null for all.</param>
    public sealed record EndFaults(string? Id);

    /// <summary>Answered by <see cref="DrainStatus"/>.</summary>
    public sealed record GetDrain
    {
        public static readonly GetDrain Instance = new();
    }

    /// <summary>Cuts the connections that a drain under way has left. Ignored without a drain.</summary>
    public sealed record HurryDrain
    {
        public static readonly HurryDrain Instance = new();
    }

    /// <summary>Takes over those limits that can change while connections are open.</summary>
    public sealed record UseLimits(PushSettings Limits);

    /// <summary>Closes the connections of back ends whose API keys are not in use any more, also of those that are coming in.</summary>
    /// <param name="Keys">The numbers of all keys that were in use once and are not now.</param>
    public sealed record RefuseApiKeys(IReadOnlySet<int> Keys);

    /// <summary>Asks for a page of the connections with the lowest ids above <paramref name="After"/>. Answered by <see cref="ConnectionsReply.ConnectionPage"/>.</summary>
    /// <param name="Among">Only these, in the order of their ids; null for all.</param>
    /// <param name="Limit">The size of the page, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    /// <param name="User">Only this user's connections; null for all.</param>
    public sealed record GetConnections(
        ImmutableArray<ConnectionId>? Among, int Limit, ConnectionId? After, string? User = null);

    /// <summary>Answered by <see cref="ConnectionsReply.UserConnections"/>.</summary>
    public sealed record GetUserConnections(string User);

    /// <summary>Answered by <see cref="ConnectionSnapshot"/> with its detail, or <see cref="ConnectionsReply.Unknown"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Topic">The topic about which the detail says if the client may subscribe; null for none.</param>
    public sealed record GetConnection(ConnectionId Id, TopicName? Topic = null);

    /// <summary>
    /// Shows a connection's frames to a tap. Answered by <see cref="ConnectionMessage.Tapped"/>, <see cref="ConnectionMessage.Refused"/>,
    /// <see cref="ConnectionsReply.TooManyTaps"/> or <see cref="ConnectionsReply.Unknown"/>. Whatever the answer, <see cref="EndTap"/> must follow.
    /// </summary>
    public sealed record StartTap(Tap Tap);

    /// <summary>Stops a tap, whose reader has left. Not answered.</summary>
    public sealed record EndTap(Tap Tap);

    /// <summary>Closes a connection. Answered by <see cref="ConnectionsReply.Disconnecting"/> or <see cref="ConnectionsReply.Unknown"/>.</summary>
    public sealed record Disconnect(ConnectionId Id, CloseCode Code, string Reason);

    /// <summary>
    /// Subscribes a client on behalf of the server. Answered by <see cref="ConnectionMessage.SubscriptionChanged"/>,
    /// <see cref="ConnectionMessage.Refused"/> or <see cref="ConnectionsReply.Unknown"/>.
    /// </summary>
    public sealed record SubscribeClient(ConnectionId Id, TopicName Topic);

    /// <summary>Ends a client's subscription on behalf of the server. Answered like <see cref="SubscribeClient"/>.</summary>
    public sealed record UnsubscribeClient(ConnectionId Id, TopicName Topic, string Reason);
}
