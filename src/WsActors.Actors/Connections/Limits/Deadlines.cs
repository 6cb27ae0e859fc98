using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Limits;

/// <summary>What a passed deadline asks a connection to do.</summary>
internal enum Due : byte
{
    Nothing,

    /// <summary>Nothing was heard for a keep-alive interval.</summary>
    SendPing,

    /// <summary>Our ping went unanswered for the pong timeout, but it waits behind data that a slow reader is taking.</summary>
    LookForPeer,

    /// <summary>Our ping went unanswered.</summary>
    GiveUpPong,

    /// <summary>Nothing of a pending send was taken for the send timeout: the reader has stopped.</summary>
    GiveUpSend,

    /// <summary>Subscribed to nothing, and nothing said.</summary>
    GiveUpIdle,
}

/// <summary>
/// The moments at which a connection has to do something by itself, all on <see cref="NodeClock.Now"/>. It records and
/// judges and has no timer: <see cref="ConnectionsActor"/>'s one sweep asks when the time has come.
/// </summary>
internal struct Deadlines(TimeSpan now)
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    // Deadlines are looked at once a second at least. If this one is seen so late, this process stood still, and the pong may
    // lie unread in the socket: the peer is asked again.
    private static readonly TimeSpan OurOwnStall = TimeSpan.FromSeconds(3);

    private TimeSpan _receivedAt = now;
    private TimeSpan _activeAt = now;
    private TimeSpan _pingedAt = Never;
    private TimeSpan _closingAt = Never;

    // When the kernel or the peer last took bytes of a send that had to wait; long ago if none ever had to.
    private TimeSpan _movedAt = TimeSpan.MinValue;

    // What the peer had acknowledged then: the low 32 bits are enough to see a change.
    private uint _acknowledged;
    private bool _isSendPending;

    /// <summary>Whether a ping is out that nothing was heard after.</summary>
    public readonly bool IsPinged => _pingedAt != Never;

    /// <summary>Bytes came in: the peer lives, whatever they mean.</summary>
    public void Received(TimeSpan at)
    {
        _receivedAt = at;
        _pingedAt = Never;
    }

    /// <summary>A message passed, in either direction.</summary>
    public void Active(TimeSpan at) => _activeAt = at;

    public void Pinged(TimeSpan at) => _pingedAt = at;

    /// <summary>A send is pending from now on.</summary>
    /// <param name="at">The time now.</param>
    /// <param name="acknowledged">Bytes that the peer has acknowledged so far; 0 if that is not known.</param>
    public void SendPending(TimeSpan at, uint acknowledged = 0) => (_isSendPending, _movedAt, _acknowledged) = (true, at, acknowledged);

    /// <summary>The pending send went through.</summary>
    public void SendCompleted(TimeSpan at) => (_isSendPending, _movedAt) = (false, at);

    /// <summary>The peer has acknowledged so many bytes: if that is more than last time, the reader is slow and has not stopped.</summary>
    public void Acknowledged(TimeSpan at, uint acknowledged)
    {
        if (acknowledged != _acknowledged)
            (_movedAt, _acknowledged) = (at, acknowledged);
    }

    /// <summary>
    /// True if a ping may have to wait behind data that the peer reads slowly: a send is pending, or was not long before the
    /// ping. The end of such data waits in buffers that nobody here can see.
    /// </summary>
    public readonly bool IsBehind(PushSettings settings) =>
        _isSendPending || (IsPinged && _movedAt + settings.KeepAliveInterval + settings.SendTimeout >= _pingedAt);

    /// <summary>The end began: only the close timeout counts from now on.</summary>
    public void Closing(TimeSpan at) => _closingAt = at;

    /// <summary>What is due in an open connection.</summary>
    /// <param name="at">The time now.</param>
    /// <param name="settings">How long each thing may take.</param>
    /// <param name="isIdle">Whether the connection is subscribed to nothing.</param>
    public readonly Due WhenOpen(TimeSpan at, PushSettings settings, bool isIdle)
    {
        if (at >= WhenToGiveUpSend(settings))
            return Due.GiveUpSend;
        if (at >= WhenToGiveUpPong(settings))
            return at - WhenToGiveUpPong(settings) < OurOwnStall ? Due.GiveUpPong : Due.SendPing;
        if (at >= WhenToLookForPong(settings))
            return Due.LookForPeer;
        if (isIdle && at >= WhenToGiveUpIdle(settings))
            return Due.GiveUpIdle;

        return at >= WhenToPing(settings) ? Due.SendPing : Due.Nothing;
    }

    /// <summary>When to ask <see cref="WhenOpen"/> again.</summary>
    public readonly TimeSpan Next(TimeSpan at, PushSettings settings, bool isIdle)
    {
        var next = Earlier(WhenToLookAtSend(at, settings), WhenToLookForPong(settings));
        next = Earlier(next, WhenToPing(settings));
        return isIdle ? Earlier(next, WhenToGiveUpIdle(settings)) : next;
    }

    /// <summary>When the peer has had its time to finish closing.</summary>
    public readonly TimeSpan WhenToGiveUpClose(PushSettings settings) => After(_closingAt, settings.CloseTimeout);

    private readonly TimeSpan WhenToPing(PushSettings settings) =>
        _pingedAt == Never ? _receivedAt + settings.KeepAliveInterval : Never;

    private readonly TimeSpan WhenToLookForPong(PushSettings settings) => After(_pingedAt, settings.PongTimeout);

    private readonly TimeSpan WhenToGiveUpPong(PushSettings settings) => IsPinged && IsBehind(settings)
        ? Later(WhenToLookForPong(settings), _movedAt + settings.SendTimeout)
        : WhenToLookForPong(settings);

    private readonly TimeSpan WhenToGiveUpSend(PushSettings settings) => _isSendPending ? _movedAt + settings.SendTimeout : Never;

    // Looked at four times, so that a reader which stops is given up soon after the send timeout.
    private readonly TimeSpan WhenToLookAtSend(TimeSpan at, PushSettings settings) =>
        _isSendPending ? Earlier(at + (settings.SendTimeout / 4), WhenToGiveUpSend(settings)) : Never;

    private readonly TimeSpan WhenToGiveUpIdle(PushSettings settings) => _activeAt + settings.IdleTimeout;

    private static TimeSpan After(TimeSpan since, TimeSpan wait) => since == Never ? Never : since + wait;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
