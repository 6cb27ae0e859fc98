using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>An event of a topic, as its home sends it to followers.</summary>
public abstract record FeedItem
{
    private FeedItem(TopicName topic) => Topic = topic;

    public TopicName Topic { get; init; }

    /// <summary>The W3C trace context of a publication; null if it is not traced.</summary>
    public string? Traceparent { get; init; }

    /// <summary>A page of what the follower does not have yet.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Head">The position of the topic's log.</param>
    /// <param name="IsContinued">True if it directly follows the position that the follower named; false if the follower has to begin anew with it.</param>
    /// <param name="Messages">The messages.</param>
    /// <param name="After">The offset up to which the follower has everything with this page.</param>
    /// <param name="IsEnd">True if it reaches the head: publications follow.</param>
    public sealed record Page(
        TopicName Topic, TopicPosition Head, bool IsContinued, IReadOnlyList<KeptMessage> Messages, long After, bool IsEnd) : FeedItem(Topic)
    {
        /// <summary>Messages before these that are in the store only; null if there are none, or the page is continued.</summary>
        public UnloadedRange? Unloaded { get; init; }
    }

    /// <summary>A publication is committed.</summary>
    public sealed record Published(TopicName Topic, TopicPosition Position, Publication Publication) : FeedItem(Topic);

    /// <summary>A publication is committed, and the follower's own replica has it.</summary>
    public sealed record Stored(TopicName Topic, TopicPosition Position) : FeedItem(Topic);

    /// <summary>The history up to a position is deleted.</summary>
    public sealed record Cleared(TopicName Topic, TopicPosition Through) : FeedItem(Topic);

    /// <summary>Members have joined or left.</summary>
    public sealed record Members(TopicName Topic, PresenceNews News) : FeedItem(Topic);

    /// <summary>The topic cannot be followed.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Code">The error code.</param>
    /// <param name="Message">The fault, and what to do.</param>
    public sealed record Refused(TopicName Topic, string Code, string Message) : FeedItem(Topic);
}
