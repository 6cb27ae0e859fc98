using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Dispatching;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Acceptor;

/// <summary>
/// Accepts sockets and hands them over. It knows nothing of WebSocket and has no children: its restart costs no connection, and during
/// the restart the kernel's backlog keeps the peers.
/// </summary>
public sealed class AcceptorActor : UntypedActor
{
    /// <summary>Stops listening. Answered by <see cref="Unbound"/>.</summary>
    public sealed record Unbind
    {
        public static readonly Unbind Instance = new();
    }

    /// <summary>The port is free, and all accepted sockets have been handed over.</summary>
    public sealed record Unbound
    {
        public static readonly Unbound Instance = new();
    }

    private sealed record PauseOver
    {
        public static readonly PauseOver Instance = new();
    }

    // Sockets that wait for admission are descriptors that no limit counts yet. With this many the acceptor is never idle.
    private const int MaxUnadmitted = 128;

    // Long enough for descriptors to become free, short enough that no client's connect times out.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly IListener _listener;
    private readonly IActorRef _connections;
    private readonly ServerTelemetry _telemetry;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ICancelable? _pause;
    private bool _warned;
    private long _handedOver;
    private long _admitted;
    private bool _waitsForAdmission;

    private AcceptorActor(IListener listener, IActorRef connections, ServerTelemetry telemetry)
    {
        _listener = listener;
        _connections = connections;
        _telemetry = telemetry;
    }

    public static Props Props(IListener listener, IActorRef connections, ServerTelemetry telemetry) =>
        InboundDispatcher.Of(ActorFactory<AcceptorActor>.Props(() => new AcceptorActor(listener, connections, telemetry)));

    protected override void PreStart()
    {
        _listener.Attach(Self);
        _listener.AcceptNext();
    }

    // The new incarnation uses the same listener: nothing is unbound in between.
    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostRestart(Exception reason) => PreStart();

    protected override void PostStop()
    {
        _pause?.Cancel();
        _listener.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ListenerEvent.Accepted accepted: HandOver(accepted.Transport); break;
            case ListenerEvent.AcceptFailed failed: OnAcceptFailed(failed); break;
            case ConnectionsReply.Admitted admitted: OnAdmitted(admitted.Number); break;
            case PauseOver: _listener.AcceptNext(); break;
            case Unbind: OnUnbind(); break;
            default: Unhandled(message); break;
        }
    }

    private void HandOver(IConnectionTransport transport)
    {
        _warned = false;
        _telemetry.Connections.Accepted();
        _connections.Tell(new ConnectionsRequest.Admit(transport) { Number = ++_handedOver });
        _waitsForAdmission = _handedOver - _admitted >= MaxUnadmitted;
        if (!_waitsForAdmission)
            _listener.AcceptNext();
    }

    // By number and not by count, so that the next reply makes up for one that a failure has swallowed. Those to an earlier
    // incarnation have larger numbers.
    private void OnAdmitted(long number)
    {
        _admitted = Math.Max(_admitted, Math.Min(number, _handedOver));
        if (!_waitsForAdmission)
            return;

        _waitsForAdmission = false;
        _listener.AcceptNext();
    }

    private void OnAcceptFailed(ListenerEvent.AcceptFailed failed)
    {
        if (AcceptErrors.IsUnbound(failed.Error))
            return;

        _telemetry.Connections.AcceptFailed(failed.Error);
        if (AcceptErrors.IsPeerGone(failed.Error))
            _listener.AcceptNext();
        else
            PauseAfter(failed);
    }

    private void PauseAfter(ListenerEvent.AcceptFailed failed)
    {
        if (!_warned)
        {
            _log.Warning(
                "Accepting connections pauses: {Error}. Raise the limit of open files (ulimit -n) or lower WsActors:Push:MaxConnections",
                failed.Error);
            _warned = true;
        }

        _pause = Context.System.Scheduler.ScheduleTellOnceCancelable(Pause, Self, PauseOver.Instance, ActorRefs.NoSender);
    }

    private void OnUnbind()
    {
        _listener.Dispose();
        Sender.Tell(Unbound.Instance);
    }
}
