using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Buckets.Following;

/// <summary>A request of this node that the bucket's home has not answered.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Request">The request.</param>
/// <param name="ReplyTo">The actor that awaits the answer.</param>
/// <param name="Deadline">The time at which it is refused.</param>
internal sealed record PendingRequest(long Number, TopicRequest Request, IActorRef ReplyTo, TimeSpan Deadline)
{
    /// <summary>The bytes that it counts for.</summary>
    public int Bytes { get; } = ((Request as TopicRequest.Publish)?.Publication.Payload.Length ?? 0) + 256;

    /// <summary>The time at which it was sent last; null if it waits for a home.</summary>
    public TimeSpan? SentAt { get; set; }
}
