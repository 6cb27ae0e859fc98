using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Writing;

/// <summary>The waiting messages of one topic in the order of their offsets, with gaps in place of dropped ones.</summary>
internal sealed class TopicPendingQueue(TopicName topic, DeliveryPolicy policy, int gapWeight)
{
    /// <summary>A client that drops thousands of messages is reported once per so many.</summary>
    private const int DropsPerReport = 64;

    private Dictionary<string, PendingEntry>? _byKey;
    private PendingEntry? _withoutKey;
    private PendingEntry? _first;
    private PendingEntry? _last;
    private long _firstDropped = long.MaxValue;
    private long _lastDropped;
    private int _dropped;
    private int _reported;

    public TopicName Topic => topic;

    public DeliveryPolicy Policy => policy;

    /// <summary>The bytes that a gap counts for; 0 if the protocol cannot report gaps, in which case none is kept.</summary>
    public int GapWeight => gapWeight;

    /// <summary>The subscription has ended: what waits is delivered, and nothing is joined to it any more.</summary>
    public bool IsDetached { get; set; }

    /// <summary>Messages that wait, gaps not counted.</summary>
    public int Messages { get; private set; }

    /// <summary>Bytes that all of it counts for.</summary>
    public int Bytes { get; set; }

    public bool IsEmpty => _first is null;

    /// <summary>True if a message can be dropped without dropping the newest.</summary>
    public bool CanDrop => !IsDetached && Messages > 1;

    /// <summary>True if less waits once all but the newest have gone: the gap that they leave may weigh more than a short message.</summary>
    public bool SavesByDropping => CanDrop && Bytes > gapWeight + _last!.Weight;

    /// <summary>The waiting message with the same key; null if there is none.</summary>
    public PendingEntry? WithKey(string? key) => key is null ? _withoutKey : _byKey?.GetValueOrDefault(key);

    /// <summary>The oldest message. Gaps are joined, so at most one stands before it.</summary>
    public PendingEntry OldestMessage => _first!.IsGap ? _first.NextOfTopic! : _first;

    public void Append(PendingEntry message)
    {
        message.PreviousOfTopic = _last;
        if (_last is null)
            _first = message;
        else
            _last.NextOfTopic = message;
        _last = message;
        Messages++;
        if (policy == DeliveryPolicy.Latest)
            Remember(message);
    }

    /// <summary>A message leaves or is dropped.</summary>
    public void Forget(PendingEntry message)
    {
        Messages--;
        if (WithKey(message.Key) != message)
            return;

        if (message.Key is null)
            _withoutKey = null;
        else
            _byKey!.Remove(message.Key);
    }

    public void Unlink(PendingEntry entry)
    {
        if (entry.PreviousOfTopic is { } previous)
            previous.NextOfTopic = entry.NextOfTopic;
        else
            _first = entry.NextOfTopic;

        if (entry.NextOfTopic is { } next)
            next.PreviousOfTopic = entry.PreviousOfTopic;
        else
            _last = entry.PreviousOfTopic;
    }

    /// <summary>Counts a dropped message.</summary>
    /// <returns>True if that is to be reported: with the first, each doubling, and then regularly.</returns>
    public bool CountDrop(long offset)
    {
        _firstDropped = Math.Min(_firstDropped, offset);
        _lastDropped = Math.Max(_lastDropped, offset);
        _dropped++;
        return _dropped >= _reported + Math.Clamp(_reported, 1, DropsPerReport);
    }

    /// <summary>The messages that were dropped since the client fell behind; null if nothing was dropped since the last report.</summary>
    public TopicDrops? TakeDrops()
    {
        if (_dropped == _reported)
            return null;

        _reported = _dropped;
        return new TopicDrops(topic, policy, _firstDropped, _lastDropped, _dropped);
    }

    private void Remember(PendingEntry message)
    {
        if (message.Key is null)
            _withoutKey = message;
        else
            (_byKey ??= [])[message.Key] = message;
    }
}
