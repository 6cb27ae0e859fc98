using System.Net;
using WsActors.Actors.Access;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Messages;

/// <summary>Messages of a connection to its parent, the actor of all connections.</summary>
internal static class ConnectionReport
{
    /// <summary>Reports the client's address, which a connection from a proxy learns from the request. Answered by <see cref="EntryDecision"/>.</summary>
    public sealed record CountClient(ConnectionId Id, IPAddress Address);

    /// <summary>Reports the client's user. Answered by <see cref="EntryDecision"/>.</summary>
    public sealed record CountUser(ConnectionId Id, string User);

    /// <summary>Reports that a back end has come in.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="ApiKey">The number of its API key.</param>
    public sealed record BackEndCameIn(ConnectionId Id, int ApiKey);

    /// <summary>Asks for a <see cref="ConnectionMessage.CheckDeadlines"/> at <paramref name="When"/>.</summary>
    public sealed record CheckAt(ConnectionId Id, TimeSpan When);

    /// <summary>Reports that the bytes queued for a client that is behind have changed considerably.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">The bytes that are queued now; 0 once the client has caught up.</param>
    /// <param name="HasShed">True for the report that follows <see cref="ConnectionMessage.Shed"/>.</param>
    public sealed record QueuedBytesChanged(ConnectionId Id, int Bytes, bool HasShed = false);

    /// <summary>Reports that the bytes a connection holds of unfinished messages have changed by a step.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Bytes">The bytes that it holds now; 0 if it holds nothing that counts.</param>
    public sealed record UnfinishedBytesChanged(ConnectionId Id, int Bytes);

    /// <summary>Declines <see cref="ConnectionMessage.MoveAway"/>: the connection is a back end's or an operator's, or it is not open.</summary>
    public sealed record Stays(ConnectionId Id);

    /// <summary>Reports that a connection actor has stopped, for whatever cause.</summary>
    public sealed record Stopped(ConnectionId Id, ConnectionOutcome Outcome);
}
