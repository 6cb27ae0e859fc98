using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Receives what a topic's home sends to the nodes that have subscribers of the topic: on one node, its only follower.</summary>
internal interface ITopicFollower
{
    /// <summary>A publication is in the log: it is delivered to this node's subscribers, and its publisher is answered.</summary>
    /// <param name="publish">The publication.</param>
    /// <param name="position">The log's epoch and the publication's offset.</param>
    /// <param name="replyTo">Its publisher.</param>
    /// <param name="acceptedAt">The time at which it was accepted, on this node's clock.</param>
    void Append(TopicRequest.Publish publish, TopicPosition position, IActorRef replyTo, TimeSpan acceptedAt);

    /// <summary>A publication that another node has accepted, and answered, is in the log.</summary>
    /// <param name="publication">The publication.</param>
    /// <param name="position">The log's epoch and the publication's offset.</param>
    /// <param name="acceptedAt">The time at which it arrived, on this node's clock.</param>
    /// <param name="traceparent">Its W3C trace context; null if it is not traced.</param>
    void Deliver(Publication publication, TopicPosition position, TimeSpan acceptedAt, string? traceparent);

    /// <summary>Reports members to all subscribers.</summary>
    void Announce(IReadOnlyList<ServerEvent> events);

    /// <summary>The log goes on from another place: all subscribers are told to subscribe again, since <paramref name="last"/>.</summary>
    void Restart(TopicPosition last);

    /// <summary>The publication's idempotency key is known: its publisher gets the first answer again, behind all deliveries so far.</summary>
    void Repeat(TopicRequest.Publish publish, TopicPosition position, IActorRef replyTo);
}
