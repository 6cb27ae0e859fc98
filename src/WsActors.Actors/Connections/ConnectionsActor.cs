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

namespace WsActors.Actors.Connections;

/// <summary>
/// Admits and counts connections, wakes them by one heartbeat, sheds the largest, and closes them in waves when the node drains.
/// </summary>
public sealed class ConnectionsActor : UntypedActor
{
    private readonly ConnectionEnvironment _environment;
    private readonly DrainSettings _drainSettings;
    private readonly UnlistedChildren _children;
    private readonly ConnectionTable _table;
    private readonly Admission _admission;
    private readonly SheddingLedger _outboxes;
    private readonly SheddingLedger _inbound;
    private ICancelable? _heartbeat;
    private DrainProgress? _drain;

    private ConnectionsActor(ConnectionEnvironment environment, DrainSettings drainSettings)
    {
        _environment = environment;
        _drainSettings = drainSettings;
        _children = new UnlistedChildren(Context.System, Self, ConnectionActor.Props(environment));
        _table = new ConnectionTable(environment.Node);
        _admission = new Admission(environment, _table, environment.Telemetry.Connections);
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
        _drain?.CancelTimers();
        UnlistedChildren.Stop(_table.Entries.Select(entry => entry.Connection));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConnectionsRequest.Admit admit: Sender.Tell(new ConnectionsReply.Admitted(admit.Number)); OnAdmit(admit.Transport); break;
            case ConnectionReport.CountClient report: OnCountClient(report); break;
            case ConnectionReport.CountUser report: OnCountUser(report); break;
            case ConnectionReport.CheckAt report: _table.SetCheckAt(report.Id, report.When); break;
            case ConnectionReport.QueuedBytesChanged report: OnQueuedBytesChanged(report); break;
            case ConnectionReport.UnfinishedBytesChanged report: OnUnfinishedBytesChanged(report); break;
            case ConnectionReport.Stopped report: OnStopped(report); break;
            case Heartbeat: WakeDue(); break;
            case ConnectionsRequest.UseLimits command: _environment.UseLimits(command.Limits); break;
            case ConnectionsRequest.GetConnections query: OnGetConnections(query); break;
            case ConnectionsRequest.GetUserConnections query: Sender.Tell(new ConnectionsReply.UserConnections([.. _table.IdsAfter(null, query.User)])); break;
            case ConnectionsRequest.GetConnection query: Ask(query.Id, _ => ConnectionMessage.GetSnapshot.Instance); break;
            case ConnectionsRequest.Disconnect command: OnDisconnect(command); break;
            case ConnectionsRequest.SubscribeClient command: Ask(command.Id, replyTo => new ConnectionMessage.SubscribeTo(command.Topic, replyTo)); break;
            case ConnectionsRequest.UnsubscribeClient command: Ask(command.Id, replyTo => new ConnectionMessage.UnsubscribeFrom(command.Topic, command.Reason, replyTo)); break;
            case ConnectionsRequest.Drain: OnDrain(); break;
            case NextWave: SendNextGoodbyes(); break;
            case DrainTimedOut or ConnectionsRequest.HurryDrain: CutTheRest(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnAdmit(IConnectionTransport transport)
    {
        var peer = _admission.CountsAddresses ? TransportAddress.Of(transport.RemoteEndPoint) : null;
        var isUncounted = peer is not null && _environment.IsTrustedProxy(peer);
        var address = isUncounted ? null : peer;
        var refusal = _admission.Decide(address, _drain);
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
        if (_table.Remove(report.Id) is not { } entry || _drain is null)
            return;

        if (!entry.IsRefused)
            _drain.CountEnded(report.Outcome);
        FinishDrainIfEmpty(_drain);
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

    // The connection may stop with the question in its mailbox.
    private void Ask(ConnectionId id, Func<IActorRef, object> request)
    {
        if (_table.Find(id) is { } entry)
            Context.ActorOf(RequestActor.Props(entry.Connection, request, Unknown(id), Sender));
        else
            Sender.Tell(Unknown(id));
    }

    private ConnectionsReply.Unknown Unknown(ConnectionId id) => new(id, IsOfAnotherNode: id.Node != _environment.Node);

    private void OnDrain()
    {
        var timeout = ScheduleOnce(_drainSettings.Timeout, DrainTimedOut.Instance);
        _drain = new DrainProgress(Sender, [.. _table.Ids], _drainSettings) { Timeout = timeout };
        SendNextGoodbyes();
        FinishDrainIfEmpty(_drain);
    }

    private void SendNextGoodbyes()
    {
        foreach (var id in _drain!.NextWave())
            _table.Find(id)?.Connection.Tell(new ConnectionMessage.SayGoodbye("draining", _drain.ReconnectAfter()));

        if (_drain.HasMoreWaves)
            _drain.WaveTimer = ScheduleOnce(_drainSettings.WaveInterval, NextWave.Instance);
    }

    // Without a drain there is nothing to hurry.
    private void CutTheRest()
    {
        if (_drain is null)
            return;

        foreach (var entry in _table.Entries)
            entry.Connection.Tell(ConnectionMessage.Cut.Instance);
        _drain.Finish(cut: _table.Admitted);
    }

    // Connections that came too late and are being refused are not waited for.
    private void FinishDrainIfEmpty(DrainProgress drain)
    {
        if (_table.Admitted == 0)
            drain.Finish(cut: 0);
    }

    private ICancelable ScheduleOnce(TimeSpan delay, object message) =>
        Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, message, ActorRefs.NoSender);

    private void TellAll(IEnumerable<ConnectionId> ids, object message)
    {
        foreach (var id in ids)
            _table.Find(id)?.Connection.Tell(message, ActorRefs.NoSender);
    }

    private sealed record Heartbeat
    {
        public static readonly Heartbeat Instance = new();
    }

    private sealed record NextWave
    {
        public static readonly NextWave Instance = new();
    }

    private sealed record DrainTimedOut
    {
        public static readonly DrainTimedOut Instance = new();
    }
}
