using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>The surroundings of a bucket's topics on a node.</summary>
public interface IBucketTopicsHost
{
    /// <summary>The time on the node's monotonic clock.</summary>
    TimeSpan Now { get; }

    /// <summary>Returns the limits of a topic's history, by the rules of this node.</summary>
    HistoryLimits LimitsOf(TopicName topic);

    /// <summary>True if the topic's messages are in a store, by the rules of this node, so that memory may drop them and they are still kept.</summary>
    bool IsStored(TopicName topic);

    /// <summary>Returns an empty store of idempotency keys within the limits of this node.</summary>
    IdempotencyKeys NewKeys();

    /// <summary>An entry has been applied.</summary>
    /// <param name="topics">The state.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="topic">
    /// The topic after it; after <see cref="BucketEntry.Forgotten"/>, the one that was removed; null if the entry has changed nothing.
    /// </param>
    void OnApplied(BucketTopics topics, BucketEntry entry, BucketTopic? topic);
}
