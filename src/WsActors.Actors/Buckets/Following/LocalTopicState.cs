using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Following;

/// <summary>A topic with subscribers on this node.</summary>
internal sealed class LocalTopicState(IActorRef topicRef)
{
    public IActorRef TopicRef { get; } = topicRef;

    /// <summary>The position up to which the topic's actor was told everything; null if it was told nothing.</summary>
    public TopicPosition? Position { get; set; }

    /// <summary>The time by which the page must be here, or the topic is told that it has to wait; null if none is awaited.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>The number of its subscribers.</summary>
    public int Subscribers { get; set; }

    /// <summary>Its members by connection; null until there is one.</summary>
    public Dictionary<string, TopicMember>? Members { get; set; }
}
