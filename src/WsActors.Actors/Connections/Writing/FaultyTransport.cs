using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Protocol.Faults;

namespace WsActors.Actors.Connections.Writing;

/// <summary>
/// Stands before the transport of a connection while faults are injected into it, and holds back what is sent: for a delay, or so that a rate is kept. What
/// is held stays in the outbox of the connection, counts as being sent there, and keeps its order, because the outbox waits for each send.
/// </summary>
/// <remarks>Like every transport, it is called by the actor of its connection alone. Its timer ends in a message to this actor.</remarks>
internal sealed class FaultyTransport(
    IConnectionTransport behind, IActorRef owner, IScheduler scheduler, NodeClock clock, FaultTelemetry telemetry) : TransportLayer(behind)
{
    private ReadOnlyMemory<byte> _held;
    private PacedRelease _release;
    private ICancelable? _timer;
    private bool _isPartPending;
    private ConnectionFaults? _faults;

    /// <summary>True if it holds something back.</summary>
    public bool IsHolding => !_held.IsEmpty;

    private TimeSpan Delay => _faults?.Delay ?? TimeSpan.Zero;

    private int BytesPerSecond => _faults?.BytesPerSecond ?? 0;

    /// <summary>Follows other faults from now on.</summary>
    /// <param name="faults">The faults of the connection; null if there are none any more: what is held may leave at once.</param>
    public void Use(ConnectionFaults? faults)
    {
        _faults = faults;
        if (faults is null)
            _release.End(clock.Now);
    }

    /// <summary>Sends as much of what is held as may leave now.</summary>
    /// <returns>The outcome of the send; null if it goes on, or if nothing is held.</returns>
    public SendStatus? Continue()
    {
        if (_held.IsEmpty || _isPartPending)
            return null;

        var count = _release.Take(clock.Now, _held.Length, BytesPerSecond);
        var status = count == 0 ? SendStatus.Sent : SendPart(count);
        if (status == SendStatus.Failed)
            return status;

        _isPartPending = status == SendStatus.Pending && !_held.IsEmpty;
        if (status == SendStatus.Sent && !_held.IsEmpty)
            Schedule();
        return status == SendStatus.Sent && _held.IsEmpty ? status : null;
    }

    public override SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        if (Delay == TimeSpan.Zero && BytesPerSecond == 0)
            return base.Send(bytes);

        if (Delay > TimeSpan.Zero)
            telemetry.Injected(FaultKind.Delay);
        if (BytesPerSecond > 0)
            telemetry.Injected(FaultKind.Throttle);
        _held = bytes;
        _release.Begin(clock.Now, Delay);
        Schedule();
        return SendStatus.Pending;
    }

    public override bool Completes()
    {
        // Of this send and of one behind it alike, the last part counts.
        if (!base.Completes())
            return false;
        if (!_isPartPending)
            return true;

        _isPartPending = false;
        Schedule();
        return false;
    }

    public override void Dispose()
    {
        _timer?.Cancel();
        base.Dispose();
    }

    private SendStatus SendPart(int count)
    {
        var part = _held[..count];
        _held = _held[count..];
        return base.Send(part);
    }

    private void Schedule()
    {
        var wait = _release.NextAt(_held.Length, BytesPerSecond) - clock.Now;
        _timer?.Cancel();
        _timer = scheduler.ScheduleTellOnceCancelable(
            wait > TimeSpan.Zero ? wait : TimeSpan.Zero, owner, ConnectionMessage.FaultDue.Instance, ActorRefs.NoSender);
    }
}
