namespace WsActors.Protocol.Replication;

/// <summary>A node's view of the cluster. It may be behind: a node that is in none of the sets has just joined.</summary>
/// <param name="Reachable">The members that can be reached, this node included.</param>
/// <param name="Unreachable">The members that cannot be reached at the moment.</param>
/// <param name="Removed">The nodes that are no members any more. They never return: after a restart, a node has a new incarnation.</param>
public sealed record ClusterView(
    IReadOnlySet<ReplicaId> Reachable, IReadOnlySet<ReplicaId> Unreachable, IReadOnlySet<ReplicaId> Removed)
{
    /// <summary>The members that store nothing, because they only serve clients.</summary>
    public IReadOnlySet<ReplicaId> WithoutReplicas { get; init; } = new HashSet<ReplicaId>();

    /// <summary>The members that may hold replicas and can be reached.</summary>
    public IEnumerable<ReplicaId> Storing => Reachable.Where(MayStore);

    /// <summary>The number of members that may hold replicas, reachable or not.</summary>
    public int StoringMembers => Members - WithoutReplicas.Count;

    /// <summary>The number of members.</summary>
    public int Members => Reachable.Count + Unreachable.Count;

    /// <summary>The members, those that cannot be reached included.</summary>
    public IEnumerable<ReplicaId> All => Reachable.Concat(Unreachable);

    /// <summary>True if a node is a member, reachable or not.</summary>
    public bool IsMember(ReplicaId node) => Reachable.Contains(node) || Unreachable.Contains(node);

    /// <summary>True if a node is a member that can be reached.</summary>
    public bool IsReachable(ReplicaId node) => Reachable.Contains(node);

    /// <summary>True unless a node only serves clients.</summary>
    public bool MayStore(ReplicaId node) => !WithoutReplicas.Contains(node);

    /// <summary>True if a node is no member any more. It may still run, and serve clients on its side of a partition.</summary>
    public bool IsRemoved(ReplicaId node) => Removed.Contains(node);
}
