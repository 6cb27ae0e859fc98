using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Messages;

/// <summary>Replies to a <see cref="ConnectionsRequest"/>.</summary>
public static class ConnectionsReply
{
    /// <summary>All sockets of that acceptor up to <paramref name="Number"/> have left the mailbox.</summary>
    internal sealed record Admitted(long Number);

    /// <summary>No connection is left.</summary>
    /// <param name="Closed">Connections that ended in time.</param>
    /// <param name="Cut">Connections that were cut at the end of the time.</param>
    internal sealed record Drained(int Closed, int Cut);

    /// <param name="Connections">The connections in the order of their ids.</param>
    /// <param name="Next">The cursor of the next page; null if this one is the last.</param>
    public sealed record ConnectionPage(IReadOnlyList<ConnectionSnapshot> Connections, ConnectionId? Next);

    /// <summary>The connections that a user has on this node.</summary>
    public sealed record UserConnections(IReadOnlyList<ConnectionId> Ids);

    public sealed record Disconnecting(ConnectionId Id);

    /// <summary>This node has no connection with that id.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="IsOfAnotherNode">True if the id names another node than this one.</param>
    public sealed record Unknown(ConnectionId Id, bool IsOfAnotherNode = false);
}
