using System.Net;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections;

public sealed partial class ConnectionsActor
{
    /// <summary>A peer connected: give it an actor. Answered by <see cref="Admitted"/>, also where the peer is refused.</summary>
    internal sealed record Admit(IConnectionTransport Transport)
    {
        /// <summary>Counts the sockets of one acceptor.</summary>
        public long Number { get; init; }
    }

    /// <summary>All sockets of that acceptor up to <paramref name="Number"/> have left the mailbox.</summary>
    internal sealed record Admitted(long Number);

    /// <summary>A connection from a proxy has learnt who its client is. Answered by <see cref="ConnectionActor.Counted"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Address">Its client's address.</param>
    /// <param name="Request">The request that waits meanwhile; it comes back with the answer, so that no connection has to keep it.</param>
    /// <param name="Early">What came right behind it.</param>
    internal sealed record CountClient(ConnectionId Id, IPAddress Address, HandshakeRequest Request, ReadOnlyMemory<byte> Early);

    /// <summary>A connection has learnt who its user is. Answered by <see cref="ConnectionActor.UserCounted"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="User">Its user's id.</param>
    /// <param name="ConnectRequest">The client that waits meanwhile; it comes back with the answer.</param>
    internal sealed record CountUser(ConnectionId Id, string User, ConnectRequest ConnectRequest);

    /// <summary>A connection asks to be told <see cref="ConnectionActor.CheckDeadlines"/> at <paramref name="When"/>.</summary>
    internal sealed record CheckAt(ConnectionId Id, TimeSpan When);

    /// <summary>A connection is behind, and so much waits for it; told when it has changed by a good deal.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">What waits; 0: it has caught up.</param>
    /// <param name="HasShed">Whether this is what is left after <see cref="ConnectionActor.Shed"/>.</param>
    internal sealed record Held(ConnectionId Id, int Bytes, bool HasShed = false);

    /// <summary>Reports that the bytes a connection holds of unfinished messages have changed by a step; see <see cref="InboundRoom"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">What it holds now; 0: nothing that counts.</param>
    internal sealed record HeldInbound(ConnectionId Id, int Bytes);

    /// <summary>A connection actor has stopped, for whatever cause.</summary>
    internal sealed record Stopped(ConnectionId Id, ConnectionOutcome Outcome);

    /// <summary>Say goodbye to everyone in waves. Answered by <see cref="Drained"/>.</summary>
    internal sealed record Drain
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>No connection is left.</summary>
    /// <param name="Closed">Connections that ended in time.</param>
    /// <param name="Cut">Connections that were cut when the time was over.</param>
    internal sealed record Drained(int Closed, int Cut);

    private sealed record Heartbeat
    {
        public static readonly Heartbeat Instance = new();
    }

    /// <summary>Cuts the connections that a drain under way has left. Ignored without one.</summary>
    public sealed record HurryDrain
    {
        public static readonly HurryDrain Instance = new();
    }

    private sealed record NextWave
    {
        public static readonly NextWave Instance = new();
    }

    private sealed record DrainTimedOut
    {
        public static readonly DrainTimedOut Instance = new();
    }

    /// <summary>A page of the connections with the lowest ids above <paramref name="After"/>. Answered by <see cref="ConnectionPage"/>.</summary>
    /// <param name="Among">Only these; null for all.</param>
    /// <param name="Limit">At most so many, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    /// <param name="User">Only this user's; null for all.</param>
    public sealed record GetConnections(
        IReadOnlySet<ConnectionId>? Among, int Limit, ConnectionId? After, string? User = null);

    /// <param name="Connections">In the order of their ids.</param>
    /// <param name="Next">The cursor of the next page; null where this one is the last.</param>
    public sealed record ConnectionPage(IReadOnlyList<ConnectionSnapshot> Connections, ConnectionId? Next);

    /// <summary>Answered by <see cref="UserConnections"/>.</summary>
    public sealed record GetUserConnections(string User);

    /// <summary>A user's connections; none where it has none on this node.</summary>
    public sealed record UserConnections(IReadOnlyList<ConnectionId> Ids);

    /// <summary>Answered by <see cref="ConnectionSnapshot"/> or <see cref="Unknown"/>.</summary>
    public sealed record GetConnection(ConnectionId Id);

    /// <summary>Closes a connection. Answered by <see cref="Disconnecting"/> or <see cref="Unknown"/>.</summary>
    public sealed record Disconnect(ConnectionId Id, CloseCode Code, string Reason);

    public sealed record Disconnecting(ConnectionId Id);

    /// <summary>Subscribes a client by the server's hand. Answered by <see cref="ConnectionActor.SubscriptionChanged"/>, <see cref="ConnectionActor.Refused"/> or <see cref="Unknown"/>.</summary>
    public sealed record SubscribeClient(ConnectionId Id, TopicName Topic);

    /// <summary>Takes a subscription away by the server's hand. Answered as <see cref="SubscribeClient"/> is.</summary>
    public sealed record UnsubscribeClient(ConnectionId Id, TopicName Topic, string Reason);

    /// <summary>No connection of that id is on this node.</summary>
    public sealed record Unknown(ConnectionId Id);
}
