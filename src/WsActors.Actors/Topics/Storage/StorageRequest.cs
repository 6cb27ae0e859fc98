using Akka.Actor;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Storage;

/// <summary>A topic's request to the store.</summary>
public abstract record StorageRequest
{
    private StorageRequest(TopicName topic, IActorRef replyTo) => (Topic, ReplyTo) = (topic, replyTo);

    public TopicName Topic { get; }

    /// <summary>The actor that receives the answer.</summary>
    public IActorRef ReplyTo { get; }

    /// <summary>
    /// The right under which the asker writes; null without a cluster, where the process that started last has it. A store that several nodes
    /// share refuses a right that has ended by <see cref="StorageFault.Fenced"/> and changes nothing. A term that is higher than the
    /// stored one takes the bucket over first.
    /// </summary>
    public StorageFence? Fence { get; init; }

    /// <summary>
    /// Reads everything that is stored of the topic. Answered by <see cref="StorageAnswer.Loaded"/>, also if that is nothing.
    /// </summary>
    public sealed record Load(TopicName Topic, IActorRef ReplyTo) : StorageRequest(Topic, ReplyTo);

    /// <summary>Reads messages that the topic does not hold in memory. Answered by <see cref="StorageAnswer.Read"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="After">The offset behind which they are.</param>
    /// <param name="Through">The last offset that may be among them.</param>
    /// <param name="MaxMessages">At most so many, from 1.</param>
    /// <param name="MaxBytes">The first message that would exceed this is left out, unless it is the first of all.</param>
    /// <param name="ReplyTo">The actor that gets the outcome.</param>
    public sealed record ReadPage(TopicName Topic, long After, long Through, int MaxMessages, long MaxBytes, IActorRef ReplyTo)
        : StorageRequest(Topic, ReplyTo)
    {
        /// <summary>The epoch of the log that is read: of another one there are no messages. Null: whichever is stored.</summary>
        public string? Epoch { get; init; }
    }

    /// <summary>All of these messages or none. They follow the last one that is kept.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Epoch">Its log's epoch.</param>
    /// <param name="Messages">At least one, in the order of their offsets and without a hole.</param>
    /// <param name="ReplyTo">The actor that receives the answer.</param>
    public sealed record Append(TopicName Topic, string Epoch, IReadOnlyList<StoredMessage> Messages, IActorRef ReplyTo)
        : StorageRequest(Topic, ReplyTo)
    {
        /// <summary>The oldest message that the log still keeps: those before it go, which makes room for these. 0: none go.</summary>
        public long KeepFrom { get; init; }

        /// <summary>The age at which a message expires, also while nobody uses the topic.</summary>
        public TimeSpan KeepFor { get; init; }
    }

    /// <summary>Lets go of all messages up to an offset. The numbering goes on.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Through">The last that goes.</param>
    /// <param name="ReplyTo">The actor that receives the answer.</param>
    /// <param name="Client">For whom the asker asks, if for anyone.</param>
    public sealed record Trim(TopicName Topic, long Through, IActorRef ReplyTo, IActorRef? Client = null) : StorageRequest(Topic, ReplyTo);
}
