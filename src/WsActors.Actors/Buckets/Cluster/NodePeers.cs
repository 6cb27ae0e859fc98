using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>The way from an actor to those of other nodes that have the same path.</summary>
/// <param name="Self">This node.</param>
/// <param name="Links">Sends messages to them.</param>
public sealed record NodePeers(ReplicaId Self, INodeLinks Links);
