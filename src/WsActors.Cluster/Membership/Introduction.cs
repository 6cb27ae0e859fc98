using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>Tells the membership that this node knows what it must know before it takes part: which nodes were removed before it joined.</summary>
internal sealed record Introduction(IReadOnlyList<ReplicaId> Removed);
