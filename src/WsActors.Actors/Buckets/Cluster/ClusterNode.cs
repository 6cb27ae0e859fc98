using Akka.Actor;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>This node's part of the cluster, as its buckets use it.</summary>
/// <param name="Self">This node.</param>
/// <param name="Register">Answers <see cref="RegisterRequest"/>.</param>
/// <param name="Leases">Answers <see cref="EndLeases"/>.</param>
/// <param name="Lease">The lease of this node.</param>
/// <param name="Locator">Takes <see cref="LocateHome"/>.</param>
/// <param name="Links">Sends messages to other nodes.</param>
public sealed record ClusterNode(
    ReplicaId Self, IActorRef Register, IActorRef Leases, INodeLease Lease, IActorRef Locator, INodeLinks Links);
