using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>A node with subscribers of the bucket's topics, as its home sees it: the stream to it, and the topics that it follows.</summary>
/// <param name="node">The node.</param>
internal sealed class Follower(ReplicaId node)
{
    private readonly Queue<(long Number, int Bytes)> _unacknowledged = new();
    private List<FeedItem> _pending = [];
    private int _pendingBytes;
    private long _number;
    private long _updates;
    private long _acknowledged;

    public ReplicaId Node { get; } = node;

    /// <summary>The number of the stream.</summary>
    public long Stream { get; private set; }

    /// <summary>The topics that it follows or has asked for.</summary>
    public Dictionary<TopicName, FollowedTopic> Topics { get; } = [];

    /// <summary>The bytes that were sent and are not acknowledged, or wait to be sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>True once the stream has ended from this side: nothing is sent until the follower begins a new one.</summary>
    public bool IsLost { get; set; }

    /// <summary>True if the follower has not acknowledged everything.</summary>
    public bool IsBehind => _acknowledged < _number;

    /// <summary>The number of the last message that was sent.</summary>
    public long Last => _number;

    /// <summary>Begins a new stream, with nothing followed yet.</summary>
    public void Begin(long stream)
    {
        (Stream, IsLost, Bytes, _pendingBytes) = (stream, false, 0, 0);
        (_number, _updates, _acknowledged) = (0, 0, 0);
        _pending.Clear();
        _unacknowledged.Clear();
    }

    /// <summary>Takes the number of a follower's message; false if one is missing before it.</summary>
    public bool TryTakeUpdate(long number)
    {
        if (number != _updates + 1)
            return false;

        _updates = number;
        return true;
    }

    /// <summary>True if it has sent no more updates than have arrived.</summary>
    public bool HasArrived(long updates) => updates <= _updates;

    public void Add(FeedItem item, int bytes)
    {
        _pending.Add(item);
        _pendingBytes += bytes;
        Bytes += bytes;
    }

    /// <summary>True if as many bytes wait to be sent as fit into a message.</summary>
    public bool IsFull(int maxBytes) => _pendingBytes >= maxBytes;

    /// <summary>Takes out the next message; null if there is nothing to send.</summary>
    public BucketBody.Feed? Take()
    {
        if (_pending.Count == 0 || IsLost)
            return null;

        var feed = new BucketBody.Feed(Stream, ++_number, _pending);
        _unacknowledged.Enqueue((_number, _pendingBytes));
        (_pending, _pendingBytes) = ([], 0);
        return feed;
    }

    public void Acknowledge(long number)
    {
        _acknowledged = Math.Max(_acknowledged, number);
        while (_unacknowledged.TryPeek(out var oldest) && oldest.Number <= number)
            Bytes -= _unacknowledged.Dequeue().Bytes;
    }
}
