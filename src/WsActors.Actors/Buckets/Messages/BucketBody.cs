using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>The content of a <see cref="BucketMessage"/>.</summary>
public abstract record BucketBody
{
    private BucketBody()
    {
    }

    /// <summary>A message of replication.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="IsForHome">True if it is for the home, false if it is for the replica.</param>
    public sealed record Replication(ReplicationMessage Message, bool IsForHome) : BucketBody;

    /// <summary>Requests to the home. Each is answered by a <see cref="NumberedReply"/>.</summary>
    /// <param name="AnsweredBelow">All requests with smaller numbers are answered, or not awaited any more.</param>
    /// <param name="List">The requests, in the order of their numbers.</param>
    public sealed record Requests(long AnsweredBelow, IReadOnlyList<NumberedRequest> List) : BucketBody;

    /// <summary>The home's answers to requests.</summary>
    public sealed record Replies(IReadOnlyList<NumberedReply> List) : BucketBody;

    /// <summary>
    /// A follower's subscriptions, as they change. A follower is a node with subscribers. When it sees that something was lost, it begins a new stream and
    /// repeats all of its subscriptions.
    /// </summary>
    /// <param name="Stream">The number of the stream; the latest one counts.</param>
    /// <param name="Number">The number of this message in the stream, from 1.</param>
    /// <param name="List">The changes, in their order.</param>
    public sealed record Updates(long Stream, long Number, IReadOnlyList<TopicUpdate> List) : BucketBody
    {
        /// <summary>The time within which the members that leave were asked to return; zero unless the follower drains. At most two hours.</summary>
        public TimeSpan ReturnWithin { get; init; }
    }

    /// <summary>Carries publications, pages of history, and members.</summary>
    /// <param name="Stream">The follower's stream.</param>
    /// <param name="Number">The number of this message in the stream, from 1.</param>
    /// <param name="Items">The items, in their order.</param>
    public sealed record Feed(long Stream, long Number, IReadOnlyList<FeedItem> Items) : BucketBody;

    /// <summary>Tells a follower how much it has been sent, so that it notices if the last messages were lost.</summary>
    /// <param name="Stream">The follower's stream.</param>
    /// <param name="Last">The number of the last <see cref="Feed"/>.</param>
    public sealed record FeedStatus(long Stream, long Last) : BucketBody;

    /// <summary>Tells the home how far a follower is, and how much it has sent.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Received">The number of the last <see cref="Feed"/> that it has taken.</param>
    /// <param name="Sent">The number of the last <see cref="Updates"/>.</param>
    public sealed record FollowerStatus(long Stream, long Received, long Sent) : BucketBody;

    /// <summary>Tells a follower to begin a new stream: something was lost, or it is too far behind.</summary>
    /// <param name="Stream">The stream that ends.</param>
    public sealed record StreamLost(long Stream) : BucketBody;

    /// <summary>Tells a node that has asked that the bucket's home is at the sender.</summary>
    /// <param name="Term">The term of the home; the highest one is right.</param>
    public sealed record HomeHere(long Term) : BucketBody;

    /// <summary>Tells a node that the bucket's home is not, or no longer, at the sender.</summary>
    public sealed record NotHome : BucketBody
    {
        public static readonly NotHome Instance = new();
    }
}
