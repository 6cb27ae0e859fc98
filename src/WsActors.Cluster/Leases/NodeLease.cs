using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Leases;

/// <summary>The lease of this node. The lease actor alone renews it; any thread may read it.</summary>
internal sealed class NodeLease(TimeSpan duration, NodeClock clock) : INodeLease
{
    private readonly MajorityLease _grants = new(duration);
    private int _members = 1;
    private long _validUntil = long.MinValue;

    public bool IsValid => clock.Now.Ticks < Volatile.Read(ref _validUntil);

    /// <summary>Takes the number of members of which a majority must grant the lease.</summary>
    public void UseMembers(int members)
    {
        _members = members;
        Renew();
    }

    /// <summary>Takes a node's grant.</summary>
    /// <param name="by">The node.</param>
    /// <param name="askedAt">The time at which it was asked.</param>
    public void OnGranted(ReplicaId by, TimeSpan askedAt)
    {
        _grants.OnGranted(by, askedAt);
        _grants.Forget(clock.Now);
        Renew();
    }

    /// <summary>Ends the lease, because this node is no member any more.</summary>
    public void End() => Volatile.Write(ref _validUntil, long.MinValue);

    private void Renew() => Volatile.Write(ref _validUntil, _grants.ValidUntil(_members).Ticks);
}
