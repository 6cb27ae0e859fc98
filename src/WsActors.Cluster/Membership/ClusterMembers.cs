namespace WsActors.Cluster.Membership;

/// <summary>The members of the cluster as this node sees them.</summary>
/// <param name="Self">The address of this node.</param>
/// <param name="Members">The members, ordered by address.</param>
public sealed record ClusterMembers(string Self, IReadOnlyList<ClusterMember> Members);
