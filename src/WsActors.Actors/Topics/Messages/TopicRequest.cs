using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Topics.Messages;

/// <summary>
/// A request about one topic. <c>TopicsActor</c> forwards it to the topic, and both count it: a topic that has handled as many as
/// were forwarded to it can be stopped without losing one.
/// </summary>
public abstract record TopicRequest
{
    private TopicRequest(TopicName topic) => Topic = topic;

    public TopicName Topic { get; init; }

    /// <summary>Publishes, making the topic if need be. Answered by <see cref="TopicReply.Published"/> or <see cref="TopicReply.Refused"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Publication">The publication.</param>
    /// <param name="Source">The kind of publisher.</param>
    /// <param name="Request">Comes back in the answer, for senders with several publications under way.</param>
    public sealed record Publish(
        TopicName Topic, Publication Publication, PublicationSource Source, RequestId? Request = null) : TopicRequest(Topic), IWireMessage
    {
        /// <summary>A publication with a key that the topic remembers is answered as before and adds nothing.</summary>
        public string? IdempotencyKey { get; init; }

        /// <summary>The W3C trace context of the request; null if it is not traced.</summary>
        public string? Traceparent { get; init; }
    }

    /// <summary>The publications of a batch for one topic. Each is answered like a <see cref="Publish"/> by itself.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Publications">At least one; those that one publisher sent, so all have the same source.</param>
    public sealed record PublishMany(TopicName Topic, IReadOnlyList<Publish> Publications) : TopicRequest(Topic), IWireMessage;

    /// <summary>
    /// Subscribes an actor. It is told <see cref="Messages.Subscriber.Subscribed"/> or <see cref="Messages.Subscriber.SubscribeRefused"/>.
    /// </summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Subscriber">The actor that publications are told to.</param>
    /// <param name="Protocol">The protocol that they are encoded in: the shared instance.</param>
    public sealed record Subscribe(TopicName Topic, IActorRef Subscriber, IClientProtocol Protocol) : TopicRequest(Topic)
    {
        /// <summary>Frames what the protocol encodes.</summary>
        public ICarrier Carrier { get; init; } = WebSocketCarrier.Instance;

        /// <summary>
        /// The encoding in which publications reach the subscriber: those with the same encoding and compression share a frame.
        /// </summary>
        public ClientEncoding Encoding => new(Protocol, Carrier);

        /// <summary>The compressor for its frames: subscribers with the same instance share a frame. Null for none.</summary>
        public IFrameCompression? Compression { get; init; }

        /// <summary>The client's request, if it was one.</summary>
        public RequestId? Request { get; init; }

        /// <summary>The last position that the subscriber has seen.</summary>
        public SinceRequest? Since { get; init; }

        /// <summary>The user of the connection, for topics with presence; null if it is anonymous.</summary>
        public string? User { get; init; }

        /// <summary>True for a back end or an operator's page: the topic's rule is not meant for it, and it is no member of a topic with presence.</summary>
        public bool IsUnruled { get; init; }

        /// <summary>The JSON value that describes the client, for topics with presence; null for none.</summary>
        public string? Info { get; init; }

        /// <summary>An actor that receives the outcome too; null if there is none.</summary>
        public IActorRef? ReplyTo { get; init; }

        /// <summary>True if it replaces a subscription whose log was lost.</summary>
        public bool IsReturn { get; init; }
    }

    /// <summary>Reads the topic's history. Answered by <see cref="TopicReply.History"/> or <see cref="TopicReply.Unknown"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Since">Only what follows this; null for all that is kept.</param>
    /// <param name="Limit">At most so many messages, from 1.</param>
    /// <param name="MaxBytes">At most so many bytes, but one message at least.</param>
    /// <param name="Request">Comes back in the answer.</param>
    public sealed record GetHistory(
        TopicName Topic, SinceRequest? Since, int Limit, int MaxBytes, RequestId? Request = null) : TopicRequest(Topic);

    /// <summary>Deletes the topic's history; the numbering goes on. Answered by <see cref="TopicReply.HistoryCleared"/> or <see cref="TopicReply.Unknown"/>.</summary>
    public sealed record ClearHistory(TopicName Topic) : TopicRequest(Topic), IWireMessage;

    /// <summary>Lists the members of a topic with presence. Answered by <see cref="TopicReply.Members"/>, <see cref="TopicReply.Refused"/> or <see cref="TopicReply.Unknown"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="After">The cursor of the page before; 0 for the first.</param>
    /// <param name="Limit">At most so many members, from 1.</param>
    /// <param name="MaxBytes">At most so many bytes, but one member at least.</param>
    /// <param name="Request">Comes back in the answer.</param>
    public sealed record GetMembers(TopicName Topic, long After, int Limit, int MaxBytes, RequestId? Request = null)
        : TopicRequest(Topic), IWireMessage;

    /// <summary>Describes the topic. Answered by <see cref="TopicSnapshot"/> or <see cref="TopicReply.Unknown"/>.</summary>
    public sealed record GetSnapshot(TopicName Topic) : TopicRequest(Topic);

    /// <summary>Lists the actors that are subscribed now. Answered by <see cref="TopicReply.Subscribers"/> or <see cref="TopicReply.Unknown"/>.</summary>
    public sealed record GetSubscribers(TopicName Topic) : TopicRequest(Topic);
}
