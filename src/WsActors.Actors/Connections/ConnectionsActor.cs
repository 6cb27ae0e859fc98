using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Dispatching;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections;

/// <summary>
/// Admits and counts connections, wakes them by one heartbeat, sheds the largest, closes them in waves when the node drains, and injects faults for tests.
/// </summary>
public sealed class ConnectionsActor : UntypedActor
{
    private readonly ConnectionEnvironment _environment;
    private readonly UnlistedChildren _children;
    private readonly ConnectionTable _table;
    private readonly Admission _admission;
    private readonly SheddingLedger _outboxes;
    private readonly SheddingLedger _inbound;
    private readonly Drains _drains;
    private readonly BackEnds _backEnds = new();
    private readonly InjectedFaults _faults;
    private readonly TapSlots _taps;
    private ICancelable? _heartbeat;

    private ConnectionsActor(ConnectionEnvironment environment, DrainSettings drainSettings)
    {
        _environment = environment;
        _children = new UnlistedChildren(Context.System, Self, ConnectionActor.Props(environment));
        _table = new ConnectionTable(environment.Node);
        _admission = new Admission(environment, _table, environment.Telemetry.Connections);
        _drains = new Drains(environment, drainSettings, _table, Context.System.Scheduler, Self);
        _faults = new InjectedFaults(environment, _table, Context.System.Scheduler, Self);
        _taps = new TapSlots(environment.Telemetry.Connections);
        _outboxes = SheddingLedger.Of(environment.Settings.MaxOutboxBytes);
        _inbound = new SheddingLedger(environment.Inbound.ShedsAbove, environment.Inbound.ShedsTo);
    }

    internal static Props Props(ConnectionEnvironment environment, DrainSettings drainSettings) =>
        InboundDispatcher.Of(ActorFactory<ConnectionsActor>.Props(() => new ConnectionsActor(environment, drainSettings)));

    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void PreStart()
    {
        _environment.Telemetry.Connections.LimitSet(_environment.Settings.MaxConnections);
        var interval = HeartbeatInterval.For(_environment.Settings);
        _heartbeat = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            interval, interval, Self, Heartbeat.Instance, ActorRefs.NoSender);
    }

    protected override void PostStop()
    {
        _heartbeat?.Cancel();
        _drains.CancelTimers();
        _faults.CancelTimers();
        UnlistedChildren.Stop(_table.Entries.Select(entry => entry.Connection));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConnectionsRequest.Admit admit: Sender.Tell(new ConnectionsReply.Admitted(admit.Number)); OnAdmit(admit.Transport); break;
            case ConnectionReport.CountClient report: OnCountClient(report); break;
            case ConnectionReport.CountUser report: OnCountUser(report); break;
            case ConnectionReport.BackEndCameIn report: OnBackEndCameIn(report); break;
            case ConnectionReport.CheckAt report: _table.SetCheckAt(report.Id, report.When); break;
            case ConnectionReport.QueuedBytesChanged report: OnQueuedBytesChanged(report); break;
            case ConnectionReport.UnfinishedBytesChanged report: OnUnfinishedBytesChanged(report); break;
            case ConnectionReport.Stays report: _drains.OnStays(report); break;
            case ConnectionReport.Stopped report: OnStopped(report); break;
            case Heartbeat: WakeDue(); break;
            case ConnectionsRequest.UseLimits command: _environment.UseLimits(command.Limits); break;
            case ConnectionsRequest.RefuseApiKeys command: RefuseBackEnds(_backEnds.UseKeys(command.Keys)); break;
            case ConnectionsRequest.GetConnections query: OnGetConnections(query); break;
            case ConnectionsRequest.GetUserConnections query: Sender.Tell(new ConnectionsReply.UserConnections([.. _table.IdsAfter(null, query.User)])); break;
            case ConnectionsRequest.GetConnection query: Ask(query.Id, _ => new ConnectionMessage.GetSnapshot(WithDetail: true, query.Topic)); break;
            case ConnectionsRequest.StartTap command: OnStartTap(command); break;
            case ConnectionsRequest.EndTap command: OnEndTap(command); break;
            case ConnectionsRequest.Disconnect command: OnDisconnect(command); break;
            case ConnectionsRequest.SubscribeClient command: Ask(command.Id, replyTo => new ConnectionMessage.SubscribeTo(command.Topic, replyTo)); break;
            case ConnectionsRequest.UnsubscribeClient command: Ask(command.Id, replyTo => new ConnectionMessage.UnsubscribeFrom(command.Topic, command.Reason, replyTo)); break;
            case ConnectionsRequest.Drain command: _drains.Drain(command, Sender); break;
            case ConnectionsRequest.Rebalance command: Sender.Tell(_drains.TryRebalance(command) ? _drains.Status : new ConnectionsReply.Busy(_drains.Status)); break;
            case ConnectionsRequest.Abort command: OnAbort(command); break;
            case ConnectionsRequest.GetDrain: Sender.Tell(_drains.Status); break;
            case ConnectionsRequest.HurryDrain: _drains.CutTheRest(); break;
            case ConnectionsRequest.InjectFault command: Sender.Tell(_faults.Inject(command.Fault)); break;
            case ConnectionsRequest.GetFaults: Sender.Tell(_faults.List); break;
            case ConnectionsRequest.EndFaults command: Sender.Tell(_faults.End(command.Id)); break;
            case InjectedFaults.Expired expired: _faults.End(expired.Id); break;
            case Drains.NextWave wave: _drains.OnNextWave(wave); break;
            case Drains.TimedOut timeout: _drains.OnTimedOut(timeout); break;
            default: Unhandled(message); break;
        }
    }

    private void OnAdmit(IConnectionTransport transport)
    {
        var peer = _admission.CountsAddresses ? TransportAddress.Of(transport.RemoteEndPoint) : null;
        var isUncounted = peer is not null && _environment.IsTrustedProxy(peer);
        var address = isUncounted ? null : peer;
        var refusal = _admission.Decide(address, _drains.Last);
        if (refusal is not null && !_admission.CanAnswer(refusal, transport.IsCostlyToRefuse))
        {
            transport.Abort();
            return;
        }

        var id = _table.NextId();
        var connection = _children.Make(id.ToString());
        _table.Add(id, new ConnectionEntry(connection, address, refusal is not null, _environment.Clock.Now + _environment.Settings.HandshakeTimeout));
        connection.Tell(new ConnectionMessage.Begin(id, transport, refusal, isUncounted));
    }

    // A connection that has ended meanwhile has left its count already, and must not enter another.
    private void OnCountClient(ConnectionReport.CountClient report)
    {
        if (_table.Find(report.Id) is { IsRefused: false } entry)
            AnswerCounted(entry, _admission.Count(entry, report.Address));
    }

    private void OnCountUser(ConnectionReport.CountUser report)
    {
        if (_table.Find(report.Id) is { IsRefused: false } entry)
            AnswerCounted(entry, _admission.Count(entry, report.Id, report.User));
    }

    private void AnswerCounted(ConnectionEntry entry, HandshakeRefusal? refusal)
    {
        if (refusal is not null && _admission.CanAnswer(refusal, isCostly: false))
            _table.Refuse(entry);
        else if (refusal is not null)
            entry.Connection.Tell(ConnectionMessage.Cut.Instance);
        entry.Connection.Tell(new EntryDecision(refusal));
    }

    // A connection that has ended meanwhile must not be kept.
    private void OnBackEndCameIn(ConnectionReport.BackEndCameIn report)
    {
        if (_table.Find(report.Id) is not null && !_backEnds.TryAdd(report.Id, report.ApiKey))
            RefuseBackEnds([report.Id]);
    }

    private void RefuseBackEnds(IReadOnlyList<ConnectionId> ids) =>
        TellAll(ids, new ConnectionMessage.Close(CloseCode.Unauthorized, "the API key is not valid any more: connect with another one"));

    private void WakeDue()
    {
        foreach (var entry in _table.TakeDue(_environment.Clock.Now))
            entry.Connection.Tell(ConnectionMessage.CheckDeadlines.Instance);
    }

    private void OnQueuedBytesChanged(ConnectionReport.QueuedBytesChanged report)
    {
        if (_table.Find(report.Id) is not null)
            TellAll(_outboxes.Note(report.Id, report.Bytes, report.HasShed), ConnectionMessage.Shed.Instance);
    }

    // A connection that is shed gets closed, and so reports 0 last in any case.
    private void OnUnfinishedBytesChanged(ConnectionReport.UnfinishedBytesChanged report)
    {
        if (_table.Find(report.Id) is not null)
            TellAll(_inbound.Note(report.Id, report.Bytes, hasShed: report.Bytes == 0), ConnectionMessage.ShedInbound.Instance);
    }

    private void OnStopped(ConnectionReport.Stopped report)
    {
        _outboxes.Remove(report.Id);
        _inbound.Remove(report.Id);
        _backEnds.Remove(report.Id);
        if (_table.Remove(report.Id) is not null)
            _drains.OnStopped(report);
    }

    private void OnGetConnections(ConnectionsRequest.GetConnections query)
    {
        var page = ConnectionListing.Of(_table, query);
        Context.ActorOf(GatherActor<ConnectionSnapshot>.Props(
            page.Connections,
            ConnectionMessage.GetSnapshot.Instance,
            snapshots => new ConnectionsReply.ConnectionPage([.. snapshots.OrderBy(connection => connection.Id)], page.Next),
            Sender));
    }

    private void OnDisconnect(ConnectionsRequest.Disconnect command)
    {
        if (_table.Find(command.Id) is { } entry)
        {
            entry.Connection.Tell(new ConnectionMessage.Close(command.Code, command.Reason));
            Sender.Tell(new ConnectionsReply.Disconnecting(command.Id));
        }
        else
        {
            Sender.Tell(Unknown(command.Id));
        }
    }

    private void OnStartTap(ConnectionsRequest.StartTap command)
    {
        var limit = _environment.Settings.MaxTaps;
        if (_taps.TryAdd(command.Tap, limit))
            Ask(command.Tap.Connection, replyTo => new ConnectionMessage.StartTap(command.Tap, replyTo));
        else
            Sender.Tell(new ConnectionsReply.TooManyTaps(limit));
    }

    private void OnEndTap(ConnectionsRequest.EndTap command)
    {
        if (_taps.Remove(command.Tap))
            _table.Find(command.Tap.Connection)?.Connection.Tell(new ConnectionMessage.EndTap(command.Tap), ActorRefs.NoSender);
    }

    // The connection may stop with the question in its mailbox.
    private void Ask(ConnectionId id, Func<IActorRef, object> request)
    {
        if (_table.Find(id) is { } entry)
            Context.ActorOf(RequestActor.Props(entry.Connection, request, Unknown(id), Sender));
        else
            Sender.Tell(Unknown(id));
    }

    private ConnectionsReply.Unknown Unknown(ConnectionId id) => new(id, IsOfAnotherNode: id.Node != _environment.Node);

    private void OnAbort(ConnectionsRequest.Abort command) => Sender.Tell(_drains.TryAbort()
        ? new ConnectionsReply.Aborted(_drains.Status, _drains.Last!.IsDrain, command.ReplyTo)
        : new ConnectionsReply.NothingToAbort(command.ReplyTo));

    private void TellAll(IEnumerable<ConnectionId> ids, object message)
    {
        foreach (var id in ids)
            _table.Find(id)?.Connection.Tell(message, ActorRefs.NoSender);
    }

    private sealed record Heartbeat
    {
        public static readonly Heartbeat Instance = new();
    }
}
