using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>
/// Tells another node where the sender stands. Nodes that are not members yet say it to all nodes they know, once a round; members answer them.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="Vote">The address of the node that should begin a cluster, in the sender's opinion; empty if none should.</param>
/// <param name="IsUp">True if the sender's cluster has members that take part in it, and not only such that are joining.</param>
/// <param name="Members">The members of the sender's cluster, those that are joining included; empty if it is in none.</param>
public sealed record Hello(ReplicaId From, string Vote, bool IsUp, IReadOnlyList<ReplicaId> Members)
{
    /// <summary>True if this is about a cluster, and not the one with these members.</summary>
    public bool IsAboutAnother(IReadOnlyList<ReplicaId> members) => Members.Count > 0 && !Members.Intersect(members).Any();
}
