using Akka.Actor;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>A topic's subscribers with one protocol, one carrier and one compression, which therefore share each frame.</summary>
internal sealed class FanOutGroup(ClientEncoding encoding, IFrameCompression? compression, ServerTelemetry telemetry)
{
    // By reference: an actor reference's own hash walks its whole path.
    private readonly HashSet<IActorRef> _subscribers = new(ReferenceEqualityComparer.Instance);

    private ReplayFrames? _replays;
    private JoinedFrames _joined;
    private Exclusions? _exclusions;

    public ClientEncoding Encoding { get; } = encoding;

    /// <summary>Null where frames go out as they are.</summary>
    public IFrameCompression? Compression { get; } = compression;

    public int Count => _subscribers.Count;

    public IEnumerable<IActorRef> Subscribers => _subscribers;

    /// <summary>The frames of kept messages, which many returning subscribers share.</summary>
    public ReplayFrames Replays => _replays ??= new ReplayFrames(this);

    /// <summary>Forgets the frames of kept messages; they are encoded again for clients that return later.</summary>
    public void ForgetReplays() => _replays = null;

    public bool Add(IActorRef subscriber) => _subscribers.Add(subscriber);

    public bool Remove(IActorRef subscriber) => _subscribers.Remove(subscriber);

    // A connection's actor has its id as name.
    public IActorRef? Find(string connection)
    {
        foreach (var subscriber in _subscribers)
        {
            if (subscriber.Path.Name == connection)
                return subscriber;
        }

        return null;
    }

    /// <summary>A frame of this encoding as these subscribers receive it.</summary>
    public byte[] Compress(byte[] frame)
    {
        if (Compression is null)
            return frame;

        var compressed = Compression.Compress(frame);
        if (compressed != frame)
            telemetry.Compression.Compressed(CompressionUse.Shared, frame.Length, compressed.Length);
        return compressed;
    }

    /// <summary>Joins a frame of this encoding to what is told next; returns how many bytes that is by now.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="excluded">The subscriber that does not get it; null if all do.</param>
    public int Join(byte[] frame, IActorRef? excluded = null)
    {
        if (excluded is not null)
            (_exclusions ??= new Exclusions()).Add(_joined.Count, excluded);
        _joined.Add(Compress(frame));
        return _joined.Bytes;
    }

    /// <summary>Notes that a publication has no frame, because the protocol cannot express it.</summary>
    /// <param name="place">Its place among all that are joined.</param>
    public void SkipInexpressible(int place) => (_exclusions ??= new Exclusions()).AddInexpressible(place);

    /// <summary>Tells everyone one shared message with all that was joined.</summary>
    public void TellJoined(TopicName topic, TimeSpan acceptedAt, Droppable? droppable, IActorRef sender)
    {
        var exclusions = _exclusions;
        _exclusions = null;
        if (_joined.IsEmpty)
            return;

        if (exclusions is not null)
            droppable = exclusions.OfFrames(droppable, _joined.Count);
        var message = new Subscriber.Deliver(topic, _joined.Take(out var parts), acceptedAt) { Parts = parts, Droppable = droppable };
        foreach (var subscriber in _subscribers)
        {
            if (exclusions is null || !exclusions.Concerns(subscriber))
                subscriber.Tell(message, sender);
            else if (exclusions.For(subscriber, message) is { } rest)
                subscriber.Tell(rest, sender);
        }
    }

    /// <summary>Tells everyone one shared message with all of these events that the protocol can express.</summary>
    public void Announce(TopicName topic, IReadOnlyList<ServerEvent> events, IActorRef sender)
    {
        var joined = default(JoinedFrames);
        foreach (var frame in Encoding.Encode(events))
            joined.Add(Compress(frame));
        if (joined.IsEmpty || Count == 0)
            return;

        var message = new Subscriber.Announced(topic, joined.Take(out var parts), parts);
        foreach (var subscriber in _subscribers)
            subscriber.Tell(message, sender);
    }
}
