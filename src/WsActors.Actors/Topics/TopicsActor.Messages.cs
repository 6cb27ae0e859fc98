using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

public sealed partial class TopicsActor
{
    /// <summary>
    /// Publishes many at once: those of one topic reach it in one message, so that it joins them, in their order.
    /// Answered by <see cref="BatchActor.Answered"/>.
    /// </summary>
    /// <param name="Publications">What is published; requests in them are not looked at.</param>
    /// <param name="Patience">How long the answers may take; what is not answered then is left out.</param>
    public sealed record PublishBatch(IReadOnlyList<TopicRequest.Publish> Publications, TimeSpan Patience);

    /// <summary>
    /// Takes back a <see cref="TopicRequest.Subscribe"/> that has not been answered yet. It goes the same way, so it arrives behind it;
    /// where a subscription stands, <see cref="TopicActor.Unsubscribe"/> is told to the topic itself.
    /// </summary>
    public sealed record Unsubscribe(TopicName Topic, IActorRef Subscriber);

    /// <summary>A subscriber leaves many topics at once, and returns to none of them.</summary>
    /// <param name="Subscriber">The subscriber.</param>
    /// <param name="Topics">The topics; without the actor where it has not answered the subscription yet.</param>
    public sealed record Leave(IActorRef Subscriber, IReadOnlyList<(TopicName Topic, IActorRef? TopicRef)> Topics);

    /// <summary>Told by a topic that failed and goes on with a new log.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Handled">How many messages from here the old log had, the one that it failed at included.</param>
    public sealed record BeganAnew(TopicName Topic, long Handled);

    /// <summary>Told by a topic that its last subscriber has left and nobody has ever published to: it holds nothing but its name.</summary>
    public sealed record Vacated(TopicName Topic);

    /// <summary>Told by a topic that nobody has needed for a while.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Handled">How many messages it has had from here: if more are on their way, it stays.</param>
    public sealed record Unneeded(TopicName Topic, long Handled);

    /// <summary>A page of the topics whose names come after <paramref name="After"/> in ordinal order. Answered by <see cref="TopicPage"/>.</summary>
    /// <param name="Prefix">Only names that begin so; empty for all.</param>
    /// <param name="Limit">At most so many, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    public sealed record GetTopics(string Prefix, int Limit, string? After);

    /// <param name="Topics">In ordinal order of their names.</param>
    /// <param name="Next">The cursor of the next page; null where this one is the last.</param>
    public sealed record TopicPage(IReadOnlyList<TopicSnapshot> Topics, string? Next);

    /// <summary>A topic asks to be told <see cref="TopicActor.TellPresence"/> at <paramref name="When"/>.</summary>
    public sealed record PresenceDue(TimeSpan When);

    /// <summary>Tell nobody any more who left: the node goes away, and everyone with it.</summary>
    public sealed record SuppressPresence
    {
        public static readonly SuppressPresence Instance = new();
    }

    private sealed record SweepPresence
    {
        public static readonly SweepPresence Instance = new();
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
