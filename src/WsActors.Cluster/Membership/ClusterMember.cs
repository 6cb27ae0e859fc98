using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>A member of the cluster.</summary>
/// <param name="Id">The node.</param>
/// <param name="Status">Its status, as Akka.Cluster names it.</param>
/// <param name="IsReachable">True if this node can reach it.</param>
/// <param name="Version">The version of the server that it runs, such as 1.2.3.</param>
public sealed record ClusterMember(ReplicaId Id, string Status, bool IsReachable, string Version);
