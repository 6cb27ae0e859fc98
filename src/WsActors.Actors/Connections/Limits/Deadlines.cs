using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Limits;

/// <summary>The action that a passed deadline asks of a connection.</summary>
internal enum Due : byte
{
    Nothing,

    /// <summary>Nothing was received for a keep-alive interval.</summary>
    SendPing,

    /// <summary>Our ping went unanswered for the pong timeout, but it waits behind data that a slow reader is taking.</summary>
    LookForPeer,

    /// <summary>Our ping went unanswered.</summary>
    GiveUpPong,

    /// <summary>Nothing of a pending send was taken for the send timeout: the reader has stopped.</summary>
    GiveUpSend,

    /// <summary>The client has no subscription, and neither side has sent a message.</summary>
    GiveUpIdle,
}

/// <summary>
/// The moments at which a connection has to do something by itself, all on <see cref="NodeClock.Now"/>. It records and
/// judges and has no timer: <see cref="ConnectionsActor"/>'s one sweep asks when the time has come.
/// </summary>
internal struct Deadlines(TimeSpan now)
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    // Deadlines are checked at least once per second. If this one is noticed so late, this process was suspended, and the pong may be
    // waiting unread in the socket: the peer gets another ping.
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

    /// <summary>True if a ping was sent and nothing was received since.</summary>
    public readonly bool IsPinged => _pingedAt != Never;

    /// <summary>The time at which bytes last arrived.</summary>
    public readonly TimeSpan ReceivedAt => _receivedAt;

    /// <summary>The time at which something last passed: bytes from the peer, or a message to it.</summary>
    public readonly TimeSpan LastPassedAt => Later(_receivedAt, _activeAt);

    /// <summary>The time at which the peer last took bytes of a send that waits for it; null if none waits.</summary>
    public readonly TimeSpan? SendWaitsSince => _isSendPending ? _movedAt : null;

    /// <summary>Records that bytes arrived: the peer is alive, whatever they mean.</summary>
    public void Received(TimeSpan at)
    {
        _receivedAt = at;
        _pingedAt = Never;
    }

    /// <summary>Records a message in either direction.</summary>
    public void Active(TimeSpan at) => _activeAt = at;

    public void Pinged(TimeSpan at) => _pingedAt = at;

    /// <summary>Records that a send is pending from now on.</summary>
    /// <param name="at">The time now.</param>
    /// <param name="acknowledged">Bytes that the peer has acknowledged so far; 0 if that is not known.</param>
    public void SendPending(TimeSpan at, uint acknowledged = 0) => (_isSendPending, _movedAt, _acknowledged) = (true, at, acknowledged);

    /// <summary>Records that the pending send has completed.</summary>
    public void SendCompleted(TimeSpan at) => (_isSendPending, _movedAt) = (false, at);

    /// <summary>
    /// Records the bytes that the peer has acknowledged: if there are more than last time, the reader is slow but has not stopped.
    /// </summary>
    public void Acknowledged(TimeSpan at, uint acknowledged)
    {
        if (acknowledged != _acknowledged)
            (_movedAt, _acknowledged) = (at, acknowledged);
    }

    /// <summary>
    /// True if a ping may have to wait behind data that the peer reads slowly: a send is pending, or was not long before the ping. The
    /// end of such data waits in buffers that are invisible from here.
    /// </summary>
    public readonly bool IsBehind(PushSettings settings) =>
        _isSendPending || (IsPinged && _movedAt + settings.KeepAliveInterval + settings.SendTimeout >= _pingedAt);

    /// <summary>Records the beginning of the close: only the close timeout counts from now on.</summary>
    public void Closing(TimeSpan at) => _closingAt = at;

    /// <summary>Returns the action that is due in an open connection.</summary>
    /// <param name="at">The time now.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="isIdle">True if the connection has no subscription.</param>
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

    /// <summary>The time at which to call <see cref="WhenOpen"/> again.</summary>
    public readonly TimeSpan Next(TimeSpan at, PushSettings settings, bool isIdle)
    {
        var next = Earlier(WhenToLookAtSend(at, settings), WhenToLookForPong(settings));
        next = Earlier(next, WhenToPing(settings));
        return isIdle ? Earlier(next, WhenToGiveUpIdle(settings)) : next;
    }

    /// <summary>The time at which the close began; null while it has not.</summary>
    public readonly TimeSpan? ClosingSince => _closingAt == Never ? null : _closingAt;

    /// <summary>True if the peer had to be waited for after that time: a send was pending, or had been.</summary>
    public readonly bool WasBehindSince(TimeSpan at) => _movedAt > at;

    /// <summary>The time at which the close timeout has passed.</summary>
    public readonly TimeSpan WhenToGiveUpClose(PushSettings settings) => After(_closingAt, settings.CloseTimeout);

    /// <summary>The time of the next ping; <see cref="TimeSpan.MaxValue"/> while one is unanswered.</summary>
    public readonly TimeSpan WhenToPing(PushSettings settings) =>
        _pingedAt == Never ? _receivedAt + settings.KeepAliveInterval : Never;

    private readonly TimeSpan WhenToLookForPong(PushSettings settings) => After(_pingedAt, settings.PongTimeout);

    /// <summary>The time at which an unanswered ping ends the connection; <see cref="TimeSpan.MaxValue"/> if none is unanswered.</summary>
    public readonly TimeSpan WhenToGiveUpPong(PushSettings settings) => IsPinged && IsBehind(settings)
        ? Later(WhenToLookForPong(settings), _movedAt + settings.SendTimeout)
        : WhenToLookForPong(settings);

    private readonly TimeSpan WhenToGiveUpSend(PushSettings settings) => _isSendPending ? _movedAt + settings.SendTimeout : Never;

    // Checked four times, so that a reader that stops is given up soon after the send timeout.
    private readonly TimeSpan WhenToLookAtSend(TimeSpan at, PushSettings settings) =>
        _isSendPending ? Earlier(at + (settings.SendTimeout / 4), WhenToGiveUpSend(settings)) : Never;

    private readonly TimeSpan WhenToGiveUpIdle(PushSettings settings) => _activeAt + settings.IdleTimeout;

    private static TimeSpan After(TimeSpan since, TimeSpan wait) => since == Never ? Never : since + wait;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
