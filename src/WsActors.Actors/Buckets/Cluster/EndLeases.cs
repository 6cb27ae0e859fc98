using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>
/// Has a majority of the nodes grant no lease to removed nodes any more, and waits until the last leases have ended. Answered by
/// <see cref="LeasesEnded"/>, or never; repeating it is harmless.
/// </summary>
/// <param name="Bucket">The bucket that asks.</param>
/// <param name="Removed">Nodes that are no members any more.</param>
public sealed record EndLeases(int Bucket, IReadOnlyList<ReplicaId> Removed);
