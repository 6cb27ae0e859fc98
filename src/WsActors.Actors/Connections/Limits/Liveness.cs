using System.Buffers.Binary;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Connections.Limits;

/// <summary>The action that <see cref="Liveness.CheckOpen"/> asks of the connection.</summary>
internal enum LivenessCheck : byte
{
    Nothing,
    SendPing,
    PeerIsGone,
    ReaderHasStopped,
    IsIdle,
}

/// <summary>
/// Decides whether the peer is still there: when to ping, and what a missing pong or a send that does not go on means. The transport
/// is asked before the connection is given up.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct Liveness(TimeSpan now)
{
    private Deadlines _deadlines = new(now);
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private TimeSpan _roundTripTime = TimeSpan.MinValue;

    /// <summary>The time at which the connection was accepted.</summary>
    public TimeSpan AcceptedAt { get; } = now;

    /// <summary>The deadlines as they stand.</summary>
    public readonly Deadlines Deadlines => _deadlines;

    /// <summary>True if the peer had to be waited for after that time.</summary>
    public readonly bool WasBehindSince(TimeSpan at) => _deadlines.WasBehindSince(at);

    /// <summary>The round trip of the last answered ping; null before the first.</summary>
    public readonly TimeSpan? RoundTripTime => _roundTripTime < TimeSpan.Zero ? null : _roundTripTime;

    /// <summary>Notes that bytes came in.</summary>
    /// <returns>True if the next ping is due earlier than it was: a pong came long before its deadline.</returns>
    public bool Received(TimeSpan at)
    {
        var wasPinged = _deadlines.IsPinged;
        _deadlines.Received(at);
        return wasPinged;
    }

    /// <summary>Notes that a message passed, in either direction.</summary>
    public void Active(TimeSpan at) => _deadlines.Active(at);

    public void Pinged(TimeSpan at) => _deadlines.Pinged(at);

    /// <summary>Notes that a send has to wait for the peer.</summary>
    public void SendPending(TimeSpan at, TcpReport? report) => _deadlines.SendPending(at, AcknowledgedBytes(report));

    /// <summary>Notes that the pending send went through.</summary>
    public void SendCompleted(TimeSpan at) => _deadlines.SendCompleted(at);

    /// <summary>Notes that the connection ends: only the close timeout counts from now on.</summary>
    public void Closing(TimeSpan at) => _deadlines.Closing(at);

    /// <summary>
    /// The payload of a ping: the time of sending, so that the pong shows the round trip and nothing has to be remembered.
    /// </summary>
    public static void WritePing(Span<byte> payload, TimeSpan now) => BinaryPrimitives.WriteInt64BigEndian(payload, now.Ticks);

    /// <summary>Takes the round trip from a pong. An unsolicited one (RFC 6455 §5.5.3) may hold any eight bytes.</summary>
    public void OnPong(ReadOnlySpan<byte> payload, TimeSpan now)
    {
        if (payload.Length != sizeof(long))
            return;

        var sent = new TimeSpan(BinaryPrimitives.ReadInt64BigEndian(payload));
        if (sent > AcceptedAt && sent <= now)
            _roundTripTime = now - sent;
    }

    /// <summary>Decides what is due in an open connection.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="transport">Asked about the peer where something is missing.</param>
    /// <param name="isIdle">True if the connection is subscribed to nothing.</param>
    /// <param name="answersPings">False if only TCP acknowledges what the client is sent.</param>
    public LivenessCheck CheckOpen(TimeSpan now, PushSettings settings, IConnectionTransport transport, bool isIdle, bool answersPings)
    {
        // Only readers that are behind are asked about: for the others it would be a system call for nothing.
        if (_deadlines.IsBehind(settings) && transport.Report() is { } report)
            _deadlines.Acknowledged(now, AcknowledgedBytes(report));

        return _deadlines.WhenOpen(now, settings, isIdle) switch
        {
            Due.SendPing => LivenessCheck.SendPing,
            Due.LookForPeer when !transport.HasArrived && IsGone(transport.Report(), settings) => LivenessCheck.PeerIsGone,
            Due.GiveUpPong => CheckMissingPong(now, settings, transport, answersPings),
            Due.GiveUpSend => LivenessCheck.ReaderHasStopped,
            Due.GiveUpIdle => LivenessCheck.IsIdle,
            _ => LivenessCheck.Nothing,
        };
    }

    /// <summary>The time at which <see cref="CheckOpen"/> has something to decide next.</summary>
    public readonly TimeSpan Next(TimeSpan now, PushSettings settings, bool isIdle) => _deadlines.Next(now, settings, isIdle);

    /// <summary>The time at which the close timeout has passed.</summary>
    public readonly TimeSpan WhenToGiveUpClose(PushSettings settings) => _deadlines.WhenToGiveUpClose(settings);

    /// <summary>Notes that the connection was woken: it has to ask for the next time.</summary>
    public void Woken() => _wakeAt = TimeSpan.MaxValue;

    /// <summary>Notes that the connection wants to be woken at that time.</summary>
    /// <returns>False if it will be woken earlier already.</returns>
    public bool TryWakeAt(TimeSpan when)
    {
        if (when >= _wakeAt)
            return false;

        _wakeAt = when;
        return true;
    }

    // While this process or its machine stood still, the pong may have arrived: it lies unread in the socket.
    private LivenessCheck CheckMissingPong(TimeSpan now, PushSettings settings, IConnectionTransport transport, bool answersPings)
    {
        if (transport.HasArrived)
            _deadlines.Received(now);
        else if (answersPings || IsGone(transport.Report(), settings))
            return LivenessCheck.PeerIsGone;
        else
            _deadlines.Received(LastAcknowledged(now, settings.PongTimeout, transport.Report()));
        return LivenessCheck.Nothing;
    }

    // The next keep-alive is due an interval after the last acknowledgement, so that a peer is never silent for longer than an interval
    // and the pong timeout. An older one than that says nothing about the last keep-alive.
    private static TimeSpan LastAcknowledged(TimeSpan now, TimeSpan timeout, TcpReport? report) =>
        report is { } alive && alive.SinceAcknowledgement < timeout ? now - alive.SinceAcknowledgement : now - timeout;

    private static bool IsGone(TcpReport? report, PushSettings settings) => report is { } known && known.IsGone(settings.PongTimeout);

    private static uint AcknowledgedBytes(TcpReport? report) => unchecked((uint)(report?.AcknowledgedBytes ?? 0));
}
