namespace WsActors.Cluster.Settings;

/// <summary>The durations of the cluster. They fit each other, so only one of them is a setting; tests use shorter ones.</summary>
public sealed record ClusterTiming
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(3);

    /// <summary>Returns the durations that go with <see cref="ClusterSettings.UnreachableAfter"/>: what waits for other nodes grows with it.</summary>
    public static ClusterTiming Of(TimeSpan unreachableAfter)
    {
        var (usual, factor) = (new ClusterTiming(), unreachableAfter / Usual);
        return usual with
        {
            UnreachableAfter = unreachableAfter,
            RemovedAfter = usual.RemovedAfter * factor,
            RemovalMargin = usual.RemovalMargin * factor,
            Lease = usual.Lease * factor,
            Register = usual.Register * factor,
        };
    }

    /// <summary>Interval of heartbeats between nodes, and of gossip.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time without a heartbeat after which a node counts as unreachable; with what a heartbeat usually takes, 3 to 5 s.</summary>
    public TimeSpan UnreachableAfter { get; init; } = Usual;

    /// <summary>Time without a change of reachability after which unreachable nodes are removed.</summary>
    public TimeSpan RemovedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between the removal of a node and its replacement as coordinator. It may be short because a home that was removed cannot commit anything.</summary>
    public TimeSpan RemovalMargin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Duration of a lease, which is renewed four times meanwhile. A node that has lost the majority refuses publications after this time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Time limit of an operation of the register.</summary>
    public TimeSpan Register { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Interval between the moves of buckets that even out the nodes.</summary>
    public TimeSpan Rebalance { get; init; } = TimeSpan.FromSeconds(10);
}
