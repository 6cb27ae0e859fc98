using System.Net;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Messages;

/// <summary>Messages of a connection to its parent, <see cref="ConnectionsActor"/>.</summary>
internal static class ConnectionReport
{
    /// <summary>Reports the client's address, which a connection from a proxy learns from the request. Answered by <see cref="ConnectionActor.Counted"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Address">Its client's address.</param>
    /// <param name="Request">The request that waits meanwhile; it comes back with the answer, so that no connection has to keep it.</param>
    /// <param name="Early">The bytes that followed it.</param>
    public sealed record CountClient(ConnectionId Id, IPAddress Address, HandshakeRequest Request, ReadOnlyMemory<byte> Early);

    /// <summary>Reports the client's user. Answered by <see cref="ConnectionActor.UserCounted"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="User">Its user's id.</param>
    /// <param name="ConnectRequest">The request that waits meanwhile; it comes back with the answer.</param>
    public sealed record CountUser(ConnectionId Id, string User, ConnectRequest ConnectRequest);

    /// <summary>Asks for a <see cref="ConnectionActor.CheckDeadlines"/> at <paramref name="When"/>.</summary>
    public sealed record CheckAt(ConnectionId Id, TimeSpan When);

    /// <summary>Reports that the bytes queued for a client that is behind have changed considerably.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">The bytes that are queued now; 0 once the client has caught up.</param>
    /// <param name="HasShed">True for the report that follows <see cref="ConnectionActor.Shed"/>.</param>
    public sealed record QueuedBytesChanged(ConnectionId Id, int Bytes, bool HasShed = false);

    /// <summary>Reports that the bytes a connection holds of unfinished messages have changed by a step; see <see cref="InboundRoom"/>.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">The bytes that it holds now; 0 if it holds nothing that counts.</param>
    public sealed record UnfinishedBytesChanged(ConnectionId Id, int Bytes);

    /// <summary>Reports that a connection actor has stopped, for whatever cause.</summary>
    public sealed record Stopped(ConnectionId Id, ConnectionOutcome Outcome);
}
