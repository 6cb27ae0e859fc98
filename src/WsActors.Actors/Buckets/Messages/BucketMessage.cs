using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A message from a bucket on one node to the same bucket on another. It may be lost; those of one node to another arrive in their order.</summary>
/// <param name="Bucket">The bucket's number.</param>
/// <param name="From">The node that has sent it.</param>
/// <param name="Body">The content.</param>
public sealed record BucketMessage(int Bucket, ReplicaId From, BucketBody Body);
