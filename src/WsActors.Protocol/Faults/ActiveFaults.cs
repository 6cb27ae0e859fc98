using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Faults;

/// <summary>The faults that are injected now. Immutable.</summary>
/// <param name="All">The faults in the order in which they were injected.</param>
public sealed record ActiveFaults(IReadOnlyList<InjectedFault> All)
{
    /// <summary>The topics of cohorts, each once.</summary>
    public IReadOnlyList<TopicName> Topics { get; } = [.. All.Select(fault => fault.Topic).OfType<TopicName>().Distinct()];

    /// <summary>True if a connection may be hit, now or after it has subscribed to something.</summary>
    public bool MayHit(ulong connection, string? user) => All.Any(fault => fault.Cohort.MayHold(connection, user));

    /// <summary>Selects the faults of one connection.</summary>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="user">The user of the connection; null if it is anonymous.</param>
    /// <param name="subscribed">Those of <see cref="Topics"/> to which the connection is subscribed.</param>
    public ConnectionFaults For(ulong connection, string? user, IReadOnlyCollection<TopicName> subscribed) => new(
        connection,
        [.. All.Where(fault => fault.Cohort.MayHold(connection, user) && (fault.Topic is not { } topic || subscribed.Contains(topic)))]);
}
