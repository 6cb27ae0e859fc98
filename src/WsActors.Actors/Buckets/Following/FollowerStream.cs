using WsActors.Actors.Buckets.Messages;

namespace WsActors.Actors.Buckets.Following;

/// <summary>A follower's side of a stream from a bucket's home: numbers what is sent, and notices what is missing.</summary>
/// <param name="firstId">A number above that of all streams that this node has had, also before its bucket's actor was restarted.</param>
internal sealed class FollowerStream(long firstId)
{
    // A home that keeps more unacknowledged than this many messages waits for a status.
    private const int MessagesPerStatus = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // With nothing on the stream: every node follows most of the 256 buckets, and their statuses are most of what an idle cluster sends.
    private static readonly TimeSpan QuietPause = TimeSpan.FromSeconds(10);

    private long _acknowledged;
    private long _sent;
    private bool _isStatusDue;
    private bool _isQuiet;
    private TimeSpan _nextStatus;

    /// <summary>The number of the stream; a later one is higher.</summary>
    public long Id { get; private set; } = firstId;

    /// <summary>The number of the last message that was received.</summary>
    public long Received { get; private set; }

    /// <summary>Begins a new stream.</summary>
    public void Begin(TimeSpan now)
    {
        Id++;
        (Received, _acknowledged, _sent, _isStatusDue, _isQuiet) = (0, 0, 0, false, false);
        _nextStatus = now + Pause;
    }

    /// <summary>The number of the next message to the home.</summary>
    public long NextSent()
    {
        _isQuiet = false;
        return ++_sent;
    }

    /// <summary>Takes a message; false if one is missing before it.</summary>
    public bool TryReceive(long number)
    {
        if (number != Received + 1)
            return false;

        (Received, _isQuiet) = (number, false);
        _isStatusDue |= Received - _acknowledged >= MessagesPerStatus;
        return true;
    }

    /// <summary>The home asks how far this node is.</summary>
    public void Acknowledge() => _isStatusDue = true;

    /// <summary>Returns the status that is due; null if none is. One is sent now and then in any case, so that a home that has moved can say so.</summary>
    public BucketBody.FollowerStatus? TakeStatus(TimeSpan now)
    {
        if (!_isQuiet && _nextStatus > now + Pause)
            _nextStatus = now + Pause;
        if (!_isStatusDue && now < _nextStatus)
            return null;

        (_isStatusDue, _acknowledged, _nextStatus, _isQuiet) = (false, Received, now + QuietPause, true);
        return new BucketBody.FollowerStatus(Id, Received, _sent);
    }
}
