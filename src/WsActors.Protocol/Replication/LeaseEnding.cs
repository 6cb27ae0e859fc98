namespace WsActors.Protocol.Replication;

/// <summary>Finds out when nodes that were removed from the cluster hold no lease any more: a majority of the nodes has promised to grant them none, and what was granted before has expired.</summary>
/// <param name="nodes">The number of nodes in the cluster.</param>
/// <param name="duration">The duration of a lease.</param>
public sealed class LeaseEnding(int nodes, TimeSpan duration)
{
    // Clocks of two nodes may differ in rate, though hardly by so much.
    private const double Drift = 1.1;

    // By address: a node that restarts counts once.
    private readonly HashSet<string> _promised = [];
    private TimeSpan? _since;

    /// <summary>Takes a node's promise to grant no lease to the removed nodes.</summary>
    public void OnPromised(ReplicaId by, TimeSpan now)
    {
        _promised.Add(by.Address);
        if (_promised.Count > nodes / 2)
            _since ??= now;
    }

    /// <summary>True if none of the removed nodes can hold a lease.</summary>
    public bool IsOver(TimeSpan now) => now - _since > duration * Drift;
}
