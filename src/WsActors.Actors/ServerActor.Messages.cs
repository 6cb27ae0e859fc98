using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors;

public sealed partial class ServerActor
{
    /// <summary>Answered by <see cref="Children"/>.</summary>
    public sealed record GetChildren
    {
        public static readonly GetChildren Instance = new();
    }

    /// <summary>The actors that answer queries and commands.</summary>
    /// <param name="Topics">Answers for topics.</param>
    /// <param name="Connections">Answers for the connections of this node.</param>
    /// <param name="Evidence">Answers for connections of this node that have ended, and for messages that were dropped.</param>
    /// <param name="Nodes">Answers queries for all nodes; null without a cluster.</param>
    public sealed record Children(IActorRef Topics, IActorRef Connections, IActorRef Evidence, IActorRef? Nodes);

    /// <summary>
    /// Closes every client's connection in paced waves, refuses new ones meanwhile, and closes the port. Answered by
    /// <see cref="Drained"/>; a second Drain joins the first, and may change its pace.
    /// </summary>
    /// <param name="Rate">Goodbyes per second; null for the setting.</param>
    /// <param name="IsFinal">True if the process ends after the drain, which then cannot be aborted.</param>
    public sealed record Drain(int? Rate = null, bool IsFinal = true);

    /// <summary>
    /// Ends a drain or rebalance early, so that the node admits connections again. Answered by <see cref="Aborted"/> or
    /// <see cref="AbortRefused"/>.
    /// </summary>
    public sealed record Abort
    {
        public static readonly Abort Instance = new();
    }

    /// <summary>The drain or rebalance has been aborted.</summary>
    /// <param name="Status">Its progress up to then.</param>
    /// <param name="WasDrain">True for a drain, false for a rebalance.</param>
    public sealed record Aborted(DrainStatus Status, bool WasDrain);

    /// <summary>There is nothing that could be aborted.</summary>
    /// <param name="Fault">The reason.</param>
    public sealed record AbortRefused(AbortFault Fault);

    /// <summary>The reason for which a drain cannot be aborted.</summary>
    public enum AbortFault
    {
        /// <summary>Neither a drain nor a rebalance is under way.</summary>
        NothingUnderWay,

        /// <summary>The drain has finished, and the port is closed.</summary>
        Finished,

        /// <summary>The process ends after the drain.</summary>
        Stopping,
    }

    /// <summary>Replaces the topics' rules. Permissions apply at once, the limits of a topic's history with its next request; the rest when it is made anew.</summary>
    public sealed record UseRules(IReadOnlyList<TopicRule> Rules);

    /// <summary>Takes over those limits of the push listener that can change while it runs.</summary>
    public sealed record UseLimits(PushSettings Limits);

    /// <summary>Closes the connections of back ends whose API keys are not in use any more, also of those that are coming in.</summary>
    /// <param name="Keys">The numbers of all keys that were in use once and are not now.</param>
    public sealed record RefuseApiKeys(IReadOnlySet<int> Keys);

    /// <summary>Cuts the connections that a drain under way has left.</summary>
    public sealed record HurryDrain
    {
        public static readonly HurryDrain Instance = new();
    }

    /// <summary>The drain is over.</summary>
    /// <param name="Closed">Connections that ended in time.</param>
    /// <param name="Cut">Connections that were cut at the drain's timeout, or when it was hurried.</param>
    /// <param name="IsAborted">True if the drain was aborted, and the node admits connections again.</param>
    public sealed record Drained(int Closed, int Cut, bool IsAborted = false);
}
