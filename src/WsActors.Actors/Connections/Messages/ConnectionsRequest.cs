using System.Collections.Immutable;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
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

    /// <summary>Closes all connections in waves. Answered by <see cref="ConnectionsReply.Drained"/>.</summary>
    internal sealed record Drain
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>Cuts the connections that a drain under way has left. Ignored without a drain.</summary>
    public sealed record HurryDrain
    {
        public static readonly HurryDrain Instance = new();
    }

    /// <summary>Takes over those limits that can change while connections are open.</summary>
    public sealed record UseLimits(PushSettings Limits);

    /// <summary>Asks for a page of the connections with the lowest ids above <paramref name="After"/>. Answered by <see cref="ConnectionsReply.ConnectionPage"/>.</summary>
    /// <param name="Among">Only these, in the order of their ids; null for all.</param>
    /// <param name="Limit">The size of the page, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    /// <param name="User">Only this user's connections; null for all.</param>
    public sealed record GetConnections(
        ImmutableArray<ConnectionId>? Among, int Limit, ConnectionId? After, string? User = null);

    /// <summary>Answered by <see cref="ConnectionsReply.UserConnections"/>.</summary>
    public sealed record GetUserConnections(string User);

    /// <summary>Answered by <see cref="ConnectionSnapshot"/> or <see cref="ConnectionsReply.Unknown"/>.</summary>
    public sealed record GetConnection(ConnectionId Id);

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
