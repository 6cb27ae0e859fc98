using WsActors.Actors.Settings;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Writing;

/// <summary>
/// Frames that wait for a peer that is behind, if some of them may be dropped. All of them keep one order, so that an answer about a
/// topic keeps its place among the topic's messages. A dropped message leaves a gap where it stood, and gaps that touch are one.
/// </summary>
/// <remarks>The newest message of each topic always stays: who reads on must not believe in a state that has passed.</remarks>
internal sealed partial class PendingQueue(ClientEncoding encoding)
{
    /// <summary>
    /// The memory that waiting costs besides the frame, which many connections share: the entry, and its place under its key.
    /// </summary>
    public const int Overhead = 128;

    // By reference: connections keep the topic's own instance of its name.
    private readonly Dictionary<TopicName, TopicPendingQueue> _topics = new(ReferenceEqualityComparer.Instance);
    private PendingEntry? _first;
    private PendingEntry? _last;
    private int _left;

    public int Frames { get; private set; }

    /// <summary>Bytes that all of it counts for.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes of the topics that may drop some.</summary>
    public int DroppableBytes { get; private set; }

    public bool IsEmpty => _first is null;

    /// <summary>Bytes of the next frame to leave; of a gap, which is written when it leaves, what it counts for and is more. There must be one.</summary>
    public int NextLength => _first!.Frame?.Length ?? _first.Weight;

    /// <summary>Takes in what must be delivered.</summary>
    public void Add(byte[] frame) => Append(new PendingEntry { Frame = frame, Weight = frame.Length });

    /// <summary>Takes in what may be dropped, and drops what it replaces or leaves no room for.</summary>
    public void Add(in DroppableFrame message)
    {
        var topic = TopicOf(message);
        var replaced = message.Policy == DeliveryPolicy.Latest ? topic.WithKey(message.Key) : null;
        var entry = new PendingEntry
        {
            Frame = message.Frame,
            Weight = message.Frame.Length + Overhead,
            Topic = topic,
            Key = message.Key,
            From = message.Offset,
            To = message.Offset,
        };
        Append(entry);
        topic.Append(entry);
        if (replaced is not null)
            Drop(replaced, MissedRange.Conflated);
        while (topic.Bytes > message.MaxBytes && topic.CanDrop)
            Drop(topic.OldestMessage, MissedRange.SlowConsumer);
    }

    /// <summary>The subscription has ended: what waits of the topic stays as it is, and what comes of a later one is separate.</summary>
    public void Detach(TopicName name)
    {
        if (!_topics.Remove(name, out var topic))
            return;

        topic.IsDetached = true;
        DroppableBytes -= topic.Bytes;
    }

    /// <summary>The next frame to leave. There must be one.</summary>
    public byte[] Take()
    {
        var entry = _first!;
        if (entry.Topic is null)
        {
            Remove(entry);
            return entry.Frame!;
        }

        _left++;
        if (!entry.IsGap)
            entry.Topic.Forget(entry);
        Remove(entry);
        return entry.Frame ?? Write(entry);
    }

    /// <summary>Messages of policy topics, and gaps, that left since the last time.</summary>
    public int TakeLeft()
    {
        var left = _left;
        _left = 0;
        return left;
    }

    private TopicPendingQueue TopicOf(in DroppableFrame message)
    {
        if (_topics.TryGetValue(message.Topic, out var topic))
            return topic;

        topic = new TopicPendingQueue(message.Topic, message.Policy, GapWeight(message.Topic));
        _topics.Add(message.Topic, topic);
        return topic;
    }

    private void Append(PendingEntry entry)
    {
        entry.Previous = _last;
        if (_last is null)
            _first = entry;
        else
            _last.Next = entry;
        _last = entry;
        Frames++;
        Weigh(entry, entry.Weight, isNew: true);
    }

    private void Remove(PendingEntry entry)
    {
        if (entry.Previous is { } previous)
            previous.Next = entry.Next;
        else
            _first = entry.Next;

        if (entry.Next is { } next)
            next.Previous = entry.Previous;
        else
            _last = entry.Previous;

        Frames--;
        Weigh(entry, -entry.Weight);
        if (entry.Topic is not { } topic)
            return;

        topic.Unlink(entry);
        if (topic.IsEmpty)
            ReportDrops(topic);
        if (topic is { IsEmpty: true, IsDetached: false })
            _topics.Remove(topic.Topic);
    }

    private void Weigh(PendingEntry entry, int change, bool isNew = false)
    {
        if (!isNew)
            entry.Weight += change;
        Bytes += change;
        if (entry.Topic is not { } topic)
            return;

        topic.Bytes += change;
        if (!topic.IsDetached)
            DroppableBytes += change;
    }
}
