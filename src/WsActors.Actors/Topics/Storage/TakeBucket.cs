using Akka.Actor;

namespace WsActors.Actors.Topics.Storage;

/// <summary>A request of a bucket's new home for a term that no other home has. Answered by <see cref="BucketTaken"/>.</summary>
/// <param name="Bucket">The bucket, from 0.</param>
/// <param name="AtLeast">The lowest term that may be granted, such as the one that the cluster has agreed on.</param>
/// <param name="ReplyTo">The actor that receives the answer.</param>
public sealed record TakeBucket(int Bucket, long AtLeast, IActorRef ReplyTo);
