using Akka.Actor;
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
    /// <param name="Nodes">Answers queries for all nodes; null without a cluster.</param>
    public sealed record Children(IActorRef Topics, IActorRef Connections, IActorRef? Nodes);

    /// <summary>
    /// Closes every client's connection in paced waves, refuses new ones meanwhile, and closes the port. Answered by
    /// <see cref="Drained"/>; a second Drain joins the first.
    /// </summary>
    public sealed record Drain
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>Replaces the topics' rules. Permissions apply at once; a topic that exists keeps its history, presence, events and delivery.</summary>
    public sealed record UseRules(IReadOnlyList<TopicRule> Rules);

    /// <summary>Takes over those limits of the push listener that can change while it runs.</summary>
    public sealed record UseLimits(PushSettings Limits);

    /// <summary>Cuts the connections that a drain under way has left.</summary>
    public sealed record HurryDrain
    {
        public static readonly HurryDrain Instance = new();
    }

    /// <summary>The drain is over.</summary>
    /// <param name="Closed">Connections that ended in time.</param>
    /// <param name="Cut">Connections that were cut at the drain's timeout, or when it was hurried.</param>
    public sealed record Drained(int Closed, int Cut);
}
