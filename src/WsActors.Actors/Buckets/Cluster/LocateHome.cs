using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>
/// Asks the cluster where a bucket's home is, and gives the bucket one if it has none. It is passed on to the <see cref="BucketsActor"/> of the node
/// that has been given the bucket, which answers.
/// </summary>
/// <param name="Bucket">The bucket's number.</param>
/// <param name="From">The node that asks.</param>
public sealed record LocateHome(int Bucket, ReplicaId From);
