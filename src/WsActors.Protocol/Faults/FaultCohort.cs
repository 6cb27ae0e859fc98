using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Faults;

/// <summary>The connections that an injected fault hits: a share of all, those of a user, or those that are subscribed to a topic.</summary>
public abstract record FaultCohort
{
    private FaultCohort()
    {
    }

    /// <summary>True if a connection may belong to the cohort; for a topic, that depends on its subscriptions.</summary>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="user">The user of the connection; null if it is anonymous.</param>
    public abstract bool MayHold(ulong connection, string? user);

    /// <summary>
    /// A share of the connections. A connection belongs to every share that is larger than its own value, which is a hash of its number, so that the same
    /// connections are hit by all faults with one share.
    /// </summary>
    /// <param name="Part">The share, above 0 and at most 1.</param>
    public sealed record Share(double Part) : FaultCohort
    {
        public override bool MayHold(ulong connection, string? user) => HashedFraction.Of(connection) < Part;
    }

    /// <summary>The connections of a user.</summary>
    public sealed record OfUser(string Name) : FaultCohort
    {
        public override bool MayHold(ulong connection, string? user) => user == Name;
    }

    /// <summary>The connections that are subscribed to a topic; of their messages, those of the topic.</summary>
    public sealed record OfTopic(TopicName Topic) : FaultCohort
    {
        public override bool MayHold(ulong connection, string? user) => true;
    }
}
