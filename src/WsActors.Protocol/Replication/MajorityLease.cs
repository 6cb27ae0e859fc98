namespace WsActors.Protocol.Replication;

/// <summary>
/// The lease of a node: the right of its homes to answer publications, renewed by a majority of the nodes. A home whose replicas all stand on its own side
/// of a partition could commit entries there; by the time that the other side begins a new log, its lease has ended.
/// </summary>
/// <param name="duration">The time for which a grant counts, from the moment at which it was asked for.</param>
public sealed class MajorityLease(TimeSpan duration)
{
    // By address: a node that restarts counts once.
    private readonly Dictionary<string, TimeSpan> _grants = [];

    /// <summary>Takes a node's grant.</summary>
    /// <param name="by">The node; may be the holder itself.</param>
    /// <param name="askedAt">The time at which it was asked, on the holder's monotonic clock.</param>
    public void OnGranted(ReplicaId by, TimeSpan askedAt)
    {
        if (!_grants.TryGetValue(by.Address, out var known) || known < askedAt)
            _grants[by.Address] = askedAt;
    }

    /// <summary>True if a majority of the nodes has granted the lease recently.</summary>
    /// <param name="now">The time, on the holder's monotonic clock.</param>
    /// <param name="nodes">The number of nodes in the cluster.</param>
    public bool IsValid(TimeSpan now, int nodes) => now < ValidUntil(nodes);

    /// <summary>Returns the time at which the lease ends unless it is granted again.</summary>
    /// <param name="nodes">The number of nodes in the cluster.</param>
    public TimeSpan ValidUntil(int nodes)
    {
        var newest = _grants.Values.OrderDescending().Skip(nodes / 2).Take(1).ToArray();
        return newest is [var askedAt] ? askedAt + duration : TimeSpan.MinValue;
    }

    /// <summary>Forgets grants that have expired. Without it, a holder would remember every address that has ever granted it anything.</summary>
    /// <param name="now">The time, on the holder's monotonic clock.</param>
    public void Forget(TimeSpan now)
    {
        foreach (var (address, askedAt) in _grants)
        {
            if (now - askedAt >= duration)
                _grants.Remove(address);
        }
    }
}
