using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>
/// All subscribers of a topic, grouped by protocol, carrier and compression: there are few combinations, so a list serves.
/// </summary>
/// <remarks>A mutable struct, kept in one field of the fan-out.</remarks>
/// <param name="telemetry">Counts what is compressed.</param>
/// <param name="rule">The topic's rule.</param>
/// <param name="tellsOffsets">True if connections need the offsets although the rule lets none be dropped: faults may be injected.</param>
internal struct FanOutGroups(ServerTelemetry telemetry, TopicRule rule, bool tellsOffsets = false)
{
    // Those of one encoding are neighbours, so that a publication is encoded once for all of them. Most topics have one group.
    private readonly List<FanOutGroup> _groups = new(1);
    private readonly DroppableParts? _droppable = rule.Delivery == DeliveryPolicy.Every && !tellsOffsets ? null : new DroppableParts(rule);

    public readonly int Count => _groups.Sum(group => group.Count);

    public readonly bool Add(IActorRef subscriber, ClientEncoding encoding, IFrameCompression? compression) =>
        Of(encoding, compression).Add(subscriber);

    // A loop here and in Of: what Exists and Find are given would be made anew for each that comes or goes.
    public readonly bool Remove(IActorRef subscriber)
    {
        foreach (var group in _groups)
        {
            if (group.Remove(subscriber))
                return true;
        }

        return false;
    }

    public readonly IActorRef[] All() => [.. _groups.SelectMany(group => group.Subscribers)];

    public readonly void Clear() => _groups.Clear();

    /// <summary>Fills an array with subscribers at equal distances; returns how many there are.</summary>
    public readonly int Sample(IActorRef[] sample)
    {
        var distance = Math.Max(1, Count / sample.Length);
        var (place, taken) = (0, 0);
        foreach (var group in _groups)
        {
            foreach (var subscriber in group.Subscribers)
            {
                if (++place % distance == 0 && taken < sample.Length)
                    sample[taken++] = subscriber;
            }
        }

        return taken;
    }

    /// <summary>Kept messages as the frames of one group.</summary>
    public readonly IReadOnlyList<byte[]> Replay(
        TopicName topic, string epoch, IReadOnlyList<LoggedMessage> messages, TopicRequest.Subscribe request, bool isShared)
    {
        var replays = Of(request.Encoding, request.Compression).Replays;
        return isShared ? replays.Of(topic, epoch, messages, request.Subscriber) : replays.OfStored(topic, epoch, messages);
    }

    /// <summary>Forgets the frames of kept messages; who returns later has them encoded anew.</summary>
    public readonly void ForgetReplays() => _groups.ForEach(group => group.ForgetReplays());

    /// <summary>True if no publication waits for <see cref="Tell"/>.</summary>
    public readonly bool IsNothingJoined => JoinedBytes == 0;

    /// <summary>Bytes that the largest group waits for.</summary>
    public int JoinedBytes { get; private set; }

    /// <summary>
    /// Encodes a publication once per encoding in use, compresses it once per compression in use, and joins it
    /// to what <see cref="Tell"/> tells; answers how many will be told.
    /// </summary>
    /// <param name="message">The publication.</param>
    /// <param name="offset">Its number.</param>
    public int Join(ServerEvent.Message message, long offset)
    {
        var subscribers = 0;
        var except = message.Publication.Except;
        ClientEncoding encoded = default;
        byte[]? frame = null;
        foreach (var group in _groups)
        {
            if (group.Count == 0)
                continue;

            if (!group.Encoding.Is(encoded))
                frame = (encoded = group.Encoding).Encode(message);
            if (frame is null)
            {
                if (_droppable is not null)
                    group.SkipInexpressible(_droppable.Count);
                continue;
            }

            var excluded = except is null ? null : group.Find(except);
            JoinedBytes = Math.Max(JoinedBytes, group.Join(frame, excluded));
            subscribers += excluded is null ? group.Count : group.Count - 1;
        }

        _droppable?.Add(offset, message.Publication.Key);
        return subscribers;
    }

    /// <summary>Tells everyone what was joined since the last time.</summary>
    /// <param name="topic">The topic's own instance of its name.</param>
    /// <param name="acceptedAt">The time at which the oldest of it was accepted.</param>
    /// <param name="sender">The topic.</param>
    public void Tell(TopicName topic, TimeSpan acceptedAt, IActorRef sender)
    {
        var droppable = _droppable?.Take(isNeeded: !IsNothingJoined);
        JoinedBytes = 0;
        foreach (var group in _groups)
            group.TellJoined(topic, acceptedAt, droppable, sender);
    }

    /// <summary>Tells these events, in one message, to everyone whose protocol can express them.</summary>
    public readonly void Announce(TopicName topic, IReadOnlyList<ServerEvent> events, IActorRef sender)
    {
        foreach (var group in _groups)
            group.Announce(topic, events, sender);
    }

    private readonly FanOutGroup Of(ClientEncoding encoding, IFrameCompression? compression)
    {
        foreach (var candidate in _groups)
        {
            if (candidate.Encoding.Is(encoding) && candidate.Compression == compression)
                return candidate;
        }

        var added = new FanOutGroup(encoding, compression, telemetry);
        _groups.Insert(_groups.FindLastIndex(candidate => candidate.Encoding.Is(encoding)) + 1, added);
        return added;
    }
}
