using Akka.Actor;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A message from a topic with subscribers on this node to the topic's bucket on this node. The topic is told <see cref="FeedItem"/>s.</summary>
public abstract record LocalTopic
{
    private LocalTopic(TopicName topic) => Topic = topic;

    public TopicName Topic { get; init; }

    /// <summary>Asks for the topic's history, and for what follows.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="TopicRef">The topic's actor.</param>
    public sealed record Open(TopicName Topic, IActorRef TopicRef) : LocalTopic(Topic);

    /// <summary>Asks for what follows a position, although it may be nothing: the answer shows how far the topic is. Null: for everything anew.</summary>
    public sealed record Confirm(TopicName Topic, TopicPosition? Since) : LocalTopic(Topic);

    /// <summary>The topic's subscribers on this node have changed.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Subscribers">The number of subscribers now.</param>
    public sealed record Change(TopicName Topic, int Subscribers) : LocalTopic(Topic)
    {
        /// <summary>The member that has joined; null if none has.</summary>
        public TopicMember? Joined { get; init; }

        /// <summary>The connection of the member that has left; null if none has.</summary>
        public string? Left { get; init; }
    }

    /// <summary>The topic stops.</summary>
    public sealed record Close(TopicName Topic, IActorRef TopicRef) : LocalTopic(Topic);
}
