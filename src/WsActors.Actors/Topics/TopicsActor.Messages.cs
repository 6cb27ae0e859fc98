using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Topics;

public sealed partial class TopicsActor
{
    /// <summary>Publishes, making the topic if need be. Answered by <see cref="TopicActor.Published"/> or <see cref="Refused"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Publication">What is published.</param>
    /// <param name="Source">Who publishes.</param>
    /// <param name="Request">Comes back in the answer, for askers with several publications under way.</param>
    public sealed record Publish(
        TopicName Topic, Publication Publication, PublicationSource Source, RequestId? Request = null)
    {
        /// <summary>A publication with a key that the topic remembers is answered as before and adds nothing.</summary>
        public string? IdempotencyKey { get; init; }
    }

    /// <summary>
    /// Publishes many at once: those of one topic reach it in one message, so that it joins them, in their order.
    /// Answered by <see cref="BatchActor.Answered"/>.
    /// </summary>
    /// <param name="Publications">What is published; requests in them are not looked at.</param>
    /// <param name="Patience">How long the answers may take; what is not answered then is left out.</param>
    public sealed record PublishBatch(IReadOnlyList<Publish> Publications, TimeSpan Patience);

    /// <summary>What a batch has for one topic. Each is answered like a <see cref="Publish"/> by itself.</summary>
    public sealed record PublishMany(TopicName Topic, IReadOnlyList<Publish> Publications);

    /// <summary>
    /// Subscribes an actor. It is told <see cref="Subscriber.Subscribed"/> or <see cref="Subscriber.SubscribeRefused"/>.
    /// </summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Who">The actor that publications are told to.</param>
    /// <param name="Protocol">The protocol that they are encoded in: the shared instance.</param>
    public sealed record Subscribe(TopicName Topic, IActorRef Who, IClientProtocol Protocol)
    {
        /// <summary>Frames what the protocol encodes.</summary>
        public ICarrier Carrier { get; init; } = WebSocketCarrier.Instance;

        /// <summary>How publications reach the subscriber: those with the same encoding and compression share a frame.</summary>
        public ClientEncoding Encoding => new(Protocol, Carrier);

        /// <summary>How its frames are compressed: those who name the same instance are told the same frame. Null: not at all.</summary>
        public IFrameCompression? Compression { get; init; }

        /// <summary>The client's request, if it was one.</summary>
        public RequestId? Request { get; init; }

        /// <summary>The last position that the subscriber has seen.</summary>
        public SinceRequest? Since { get; init; }

        /// <summary>Whose connection it is, for topics that tell who is there; null where it is anonymous.</summary>
        public string? User { get; init; }

        /// <summary>Who else wants to hear how it ended.</summary>
        public IActorRef? Asker { get; init; }

        /// <summary>True if it takes the place of a subscription whose log was lost.</summary>
        public bool IsReturn { get; init; }
    }

    /// <summary>
    /// Takes back a <see cref="Subscribe"/> that has not been answered yet. It goes the same way, so it arrives behind it;
    /// where a subscription stands, <see cref="TopicActor.Unsubscribe"/> is told to the topic itself.
    /// </summary>
    public sealed record Unsubscribe(TopicName Topic, IActorRef Who);

    /// <summary>A subscriber leaves many topics at once, and returns to none of them.</summary>
    /// <param name="Who">The subscriber.</param>
    /// <param name="Topics">The topics; without the actor where it has not answered the subscription yet.</param>
    public sealed record Leave(IActorRef Who, IReadOnlyList<(TopicName Topic, IActorRef? Home)> Topics);

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

    /// <summary>Answered by <see cref="TopicSnapshot"/> or <see cref="Unknown"/>.</summary>
    public sealed record GetTopic(TopicName Topic);

    /// <summary>The actors that are subscribed now. Answered by <see cref="TopicActor.Subscribers"/> or <see cref="Unknown"/>.</summary>
    public sealed record GetSubscribers(TopicName Topic);

    /// <summary>What the topic's history holds. Answered by <see cref="TopicActor.History"/> or <see cref="Unknown"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Since">Only what follows this; null for all that is kept.</param>
    /// <param name="Limit">At most so many messages, from 1.</param>
    /// <param name="MaxBytes">At most so many bytes, but one message at least.</param>
    /// <param name="Request">Comes back in the answer.</param>
    public sealed record GetHistory(
        TopicName Topic, SinceRequest? Since, int Limit, int MaxBytes, RequestId? Request = null);

    /// <summary>Throws the topic's history away; the numbering goes on. Answered by <see cref="TopicActor.HistoryCleared"/> or <see cref="Unknown"/>.</summary>
    public sealed record ClearHistory(TopicName Topic);

    /// <summary>Who is there. Answered by <see cref="TopicActor.Members"/>, <see cref="Refused"/> or <see cref="Unknown"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="After">The cursor of the page before; 0 for the first.</param>
    /// <param name="Limit">At most so many members, from 1.</param>
    /// <param name="MaxBytes">At most so many bytes, but one member at least.</param>
    /// <param name="Request">Comes back in the answer.</param>
    public sealed record GetMembers(TopicName Topic, long After, int Limit, int MaxBytes, RequestId? Request = null);

    /// <summary>A topic asks to be told <see cref="TopicActor.TellPresence"/> at <paramref name="When"/>.</summary>
    public sealed record PresenceDue(TimeSpan When);

    /// <summary>Tell nobody any more who left: the node goes away, and everyone with it.</summary>
    public sealed record SuppressPresence
    {
        public static readonly SuppressPresence Instance = new();
    }

    /// <summary>No topic of that name is on this node.</summary>
    public sealed record Unknown(TopicName Topic, RequestId? Request = null);

    /// <summary>The publication was not taken.</summary>
    /// <param name="Code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="Message">What is wrong and what is allowed.</param>
    /// <param name="Request">As it was asked.</param>
    public sealed record Refused(string Code, string Message, RequestId? Request = null);

    private sealed record SweepPresence
    {
        public static readonly SweepPresence Instance = new();
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
