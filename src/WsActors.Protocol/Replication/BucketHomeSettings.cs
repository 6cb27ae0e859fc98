namespace WsActors.Protocol.Replication;

/// <summary>The settings of a bucket's home.</summary>
/// <param name="Bucket">The bucket's number.</param>
/// <param name="Self">The node.</param>
/// <param name="Replicas">The number of replicas that an entry needs, the home's own included; fewer only if the cluster has fewer members that may hold replicas. From 1.</param>
/// <param name="Limits">The limits of replication.</param>
/// <param name="NewClaim">Returns a random number.</param>
/// <param name="NewEpoch">Returns an epoch that no log has had.</param>
public sealed record BucketHomeSettings(
    int Bucket, ReplicaId Self, int Replicas, ReplicationLimits Limits, Func<long> NewClaim, Func<string> NewEpoch)
{
    /// <summary>The number of replicas that are needed at present: the cluster may have fewer members that may hold one.</summary>
    public int NeededIn(ClusterView cluster) => Math.Min(Replicas, cluster.StoringMembers);
}
