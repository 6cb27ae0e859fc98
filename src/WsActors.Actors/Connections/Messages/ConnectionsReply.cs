using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Protocol.Faults;

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

    /// <summary>A drain or rebalance that was under way has been aborted.</summary>
    /// <param name="Status">Its progress up to then.</param>
    /// <param name="WasDrain">True for a drain, false for a rebalance.</param>
    /// <param name="ReplyTo">The actor that is to be told.</param>
    internal sealed record Aborted(DrainStatus Status, bool WasDrain, IActorRef ReplyTo);

    /// <summary>Neither a drain nor a rebalance is under way.</summary>
    /// <param name="ReplyTo">The actor that is to be told.</param>
    internal sealed record NothingToAbort(IActorRef ReplyTo);

    /// <summary>A rebalance is refused, because connections are being sent away already.</summary>
    public sealed record Busy(DrainStatus Status);

    /// <summary>The fault is injected.</summary>
    /// <param name="Fault">The fault with its number and times.</param>
    public sealed record Injected(InjectedFault Fault);

    /// <summary>The highest number of faults is injected already.</summary>
    public sealed record TooManyFaults
    {
        public static readonly TooManyFaults Instance = new();
    }

    /// <summary>Injected faults in the order in which they began.</summary>
    public sealed record Faults(IReadOnlyList<InjectedFault> List);

    /// <param name="Connections">The connections in the order of their ids.</param>
    /// <param name="Next">The cursor of the next page; null if this one is the last.</param>
    public sealed record ConnectionPage(IReadOnlyList<ConnectionSnapshot> Connections, ConnectionId? Next);

    /// <summary>The connections that a user has on this node.</summary>
    public sealed record UserConnections(IReadOnlyList<ConnectionId> Ids);

    public sealed record Disconnecting(ConnectionId Id);

    /// <summary>The node has as many taps as it may have.</summary>
    /// <param name="Limit">The limit; 0 if taps are switched off.</param>
    public sealed record TooManyTaps(int Limit);

    /// <summary>This node has no connection with that id.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="IsOfAnotherNode">True if the id names another node than this one.</param>
    public sealed record Unknown(ConnectionId Id, bool IsOfAnotherNode = false);
}
