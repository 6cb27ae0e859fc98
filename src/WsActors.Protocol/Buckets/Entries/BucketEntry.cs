using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets.Entries;

/// <summary>A change of one topic: an entry of its bucket's log.</summary>
public abstract record BucketEntry
{
    private BucketEntry(TopicName topic) => Topic = topic;

    public TopicName Topic { get; init; }

    /// <summary>The request that caused it; null if the home itself did.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The topic begins, without messages, or goes on behind messages that are not kept here.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">The epoch of its log, and the offset of the last message before; 0 for a new log.</param>
    public sealed record Created(TopicName Topic, TopicPosition Position) : BucketEntry(Topic);

    /// <summary>A message. With offset 1 it begins the topic if that does not exist.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">The epoch of the log, and the message's offset.</param>
    /// <param name="Publication">The publication.</param>
    public sealed record Published(TopicName Topic, TopicPosition Position, Publication Publication) : BucketEntry(Topic)
    {
        /// <summary>The key by which a repetition is recognised; null for none.</summary>
        public string? IdempotencyKey { get; init; }

        /// <summary>The time since it was published, in milliseconds, if it was read from a store; 0 otherwise.</summary>
        public long Age { get; init; }
    }

    /// <summary>The history up to a message is deleted. The numbering goes on.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Through">The epoch of the log, and the last offset that is deleted.</param>
    public sealed record Cleared(TopicName Topic, TopicPosition Through) : BucketEntry(Topic);

    /// <summary>The application is told that the topic is occupied, or that it is vacated.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Epoch">The epoch of its log.</param>
    /// <param name="IsOccupied">True if it has subscribers.</param>
    public sealed record Occupied(TopicName Topic, string Epoch, bool IsOccupied) : BucketEntry(Topic);

    /// <summary>The topic ends: nobody has needed it for a while.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Epoch">The epoch of its log: a log that began later is not meant.</param>
    public sealed record Forgotten(TopicName Topic, string Epoch) : BucketEntry(Topic);
}
