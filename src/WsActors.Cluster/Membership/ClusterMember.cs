using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>A member of the cluster.</summary>
/// <param name="Id">The node.</param>
/// <param name="Status">Its status, as Akka.Cluster names it.</param>
/// <param name="IsReachable">True if this node can reach it.</param>
public sealed record ClusterMember(ReplicaId Id, string Status, bool IsReachable);
