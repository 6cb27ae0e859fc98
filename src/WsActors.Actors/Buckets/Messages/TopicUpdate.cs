using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A change of a follower's subscriptions.</summary>
public abstract record TopicUpdate
{
    private TopicUpdate(TopicName topic) => Topic = topic;

    public TopicName Topic { get; init; }

    /// <summary>
    /// Asks for a topic, which is made if it does not exist: for its history if the follower has none, else for what it has missed. Answered by
    /// <see cref="FeedItem.Page"/>. With the last page, publications follow.
    /// </summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Since">The position up to which the follower has everything; null if it has nothing.</param>
    public sealed record Follow(TopicName Topic, TopicPosition? Since) : TopicUpdate(Topic);

    /// <summary>The subscribers of a topic have changed.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Subscribers">The number of the follower's subscribers now.</param>
    /// <param name="Joined">Members that have joined; none for topics without presence.</param>
    /// <param name="Left">The connections of members that have left.</param>
    public sealed record Change(TopicName Topic, int Subscribers, IReadOnlyList<TopicMember> Joined, IReadOnlyList<string> Left) : TopicUpdate(Topic);

    /// <summary>The follower needs the topic no longer.</summary>
    public sealed record Unfollow(TopicName Topic) : TopicUpdate(Topic);
}
