using Akka.Actor;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>
/// Kept messages as finished frames of one group. When a node's clients return all at once, most of them have missed
/// the same messages: each is encoded once and forgotten some minutes later.
/// </summary>
internal sealed class ReplayFrames(FanOutGroup group)
{
    private readonly Dictionary<long, byte[]> _frames = [];
    private IReadOnlyList<LoggedMessage>? _stored;
    private IReadOnlyList<byte[]> _storedFrames = [];

    /// <summary>
    /// The messages' frames in their order, without those that the protocol cannot express and those that the reader is excluded from.
    /// </summary>
    public IReadOnlyList<byte[]> Of(TopicName topic, string epoch, IReadOnlyList<LoggedMessage> messages, IActorRef reader)
    {
        var frames = new List<byte[]>(messages.Count);
        foreach (var message in messages)
        {
            if (!IsExcluded(message, reader) && Of(topic, epoch, message) is { } frame)
                frames.Add(frame);
        }

        return frames;
    }

    /// <summary>The frames of a page that was read back from the disk. Only those of the last one are kept: it left memory to make room.</summary>
    public IReadOnlyList<byte[]> OfStored(TopicName topic, string epoch, IReadOnlyList<LoggedMessage> messages)
    {
        if (!ReferenceEquals(messages, _stored))
        {
            _storedFrames = [.. messages.Select(message => Encode(topic, epoch, message)).OfType<byte[]>()];
            _stored = messages;
        }

        return _storedFrames;
    }

    // A connection's actor has its id as name.
    private static bool IsExcluded(in LoggedMessage message, IActorRef reader) =>
        message.Publication.Except is { } connection && connection == reader.Path.Name;

    private byte[]? Of(TopicName topic, string epoch, LoggedMessage message)
    {
        if (_frames.TryGetValue(message.Offset, out var known))
            return known;

        var frame = Encode(topic, epoch, message);
        if (frame is not null)
            _frames.Add(message.Offset, frame);
        return frame;
    }

    private byte[]? Encode(TopicName topic, string epoch, LoggedMessage message)
    {
        var frame = group.Encoding.Encode(
            new ServerEvent.Message(topic, message.Publication, new TopicPosition(epoch, message.Offset)));
        return frame is null ? null : group.Compress(frame);
    }
}
