using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Kept messages as finished frames of one audience. When a node's clients return all at once, most of them have missed
/// the same messages: each is encoded once and forgotten some minutes later.
/// </summary>
internal sealed class ReplayFrames(Audience audience)
{
    private readonly Dictionary<long, byte[]> _frames = [];

    /// <summary>The messages' frames in their order; those that the protocol has no words for are left out.</summary>
    public IReadOnlyList<byte[]> Of(TopicName topic, string epoch, IReadOnlyList<LoggedMessage> messages)
    {
        var frames = new List<byte[]>(messages.Count);
        foreach (var message in messages)
        {
            if (Of(topic, epoch, message) is { } frame)
                frames.Add(frame);
        }

        return frames;
    }

    public void Forget() => _frames.Clear();

    private byte[]? Of(TopicName topic, string epoch, LoggedMessage message)
    {
        if (_frames.TryGetValue(message.Offset, out var known))
            return known;

        var words = audience.Protocol.Write(
            new ServerEvent.Message(topic, message.Publication, new TopicPosition(epoch, message.Offset)));
        if (words is null)
            return null;

        var frame = audience.Compress(words);
        _frames.Add(message.Offset, frame);
        return frame;
    }
}
