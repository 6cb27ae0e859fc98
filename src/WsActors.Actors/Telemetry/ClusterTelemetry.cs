using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>The instruments of the cluster, as this node sees it. All are 0 on a node without one. Safe on any thread.</summary>
public sealed class ClusterTelemetry
{
    private readonly AtomicCounter _homes = new();
    private readonly Counter<long> _removals;
    private volatile int _reachable;
    private volatile int _unreachable;
    private volatile bool _hasLease;

    internal ClusterTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.cluster.members", Members, description: "Members of the cluster, by state");
        meter.CreateObservableUpDownCounter(
            "wsactors.cluster.lease", () => _hasLease ? 1 : 0, description: "1 while a majority of the members counts this node as one, so that its topics accept publications");
        meter.CreateObservableUpDownCounter("wsactors.cluster.homes", () => _homes.Value, description: "Buckets that have their home on this node");
        _removals = meter.CreateCounter<long>("wsactors.cluster.removals", description: "Members that left the cluster, by cause");
    }

    /// <summary>Takes the numbers of members.</summary>
    public void See(int reachable, int unreachable) => (_reachable, _unreachable) = (reachable, unreachable);

    /// <summary>Records if this node has its lease.</summary>
    public void Lease(bool isValid) => _hasLease = isValid;

    /// <summary>Records that this node is home to one more bucket, or to one less if the number is negative.</summary>
    public void HomesChanged(int by) => _homes.Add(by);

    /// <summary>Records that a member is gone.</summary>
    /// <param name="isLost">True if it was removed because it could not be reached.</param>
    public void Removed(bool isLost) => _removals.Add(1, Label.Of("cause", isLost ? "lost" : "left"));

    private IEnumerable<Measurement<int>> Members() =>
        [new(_reachable, Label.Of("state", "reachable")), new(_unreachable, Label.Of("state", "unreachable"))];
}
