using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections;

/// <summary>
/// The parent of all connections: admits them, counts them, wakes them when a deadline is near (one heartbeat instead
/// of a timer for each) and sees them off in waves when the node drains.
/// </summary>
public sealed partial class ConnectionsActor : UntypedActor
{
    /// <summary>Peers that are refused with an answer at once: more are reset, which costs nothing. Small nodes have few descriptors.</summary>
    private int MaxRefusing => Math.Clamp(_environment.Settings.MaxConnections / 4, 16, 200);

    private readonly ConnectionEnvironment _environment;
    private readonly DrainSettings _drainSettings;
    private readonly Props _connectionProps;
    private readonly ConnectionTable _table = new();
    private ICancelable? _heartbeat;
    private DrainWaves? _waves;
    private IActorRef _drainAsker = ActorRefs.Nobody;
    private int _closedByDrain;

    private ConnectionsActor(ConnectionEnvironment environment, DrainSettings drainSettings)
    {
        _environment = environment;
        _drainSettings = drainSettings;
        _connectionProps = ConnectionActor.Props(environment);
    }

    internal static Props Props(ConnectionEnvironment environment, DrainSettings drainSettings) =>
        ActorFactory<ConnectionsActor>.Props(() => new ConnectionsActor(environment, drainSettings));

    private bool IsDraining => _waves is not null;

    // What owns a socket is stopped, never restarted.
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
        CancelDrain();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Admit admit: Sender.Tell(new Admitted(admit.Number)); OnAdmit(admit.Transport); break;
            case CountClient count: OnCountClient(count); break;
            case CountUser count: OnCountUser(count); break;
            case CheckAt check: OnCheckAt(check); break;
            case Held held: OnHeld(held); break;
            case HeldInbound held: OnHeldInbound(held); break;
            case Stopped stopped: OnStopped(stopped); break;
            case Heartbeat: WakeDue(); break;
            case GetConnections query: Listing(query); break;
            case GetUserConnections query: Sender.Tell(new UserConnections([.. _table.ConnectionsOf(query.User)])); break;
            case GetConnection query: Ask(query.Id, _ => ConnectionActor.GetSnapshot.Instance); break;
            case Disconnect command: OnDisconnect(command); break;
            case SubscribeClient command: Ask(command.Id, asker => new ConnectionActor.SubscribeTo(command.Topic, asker)); break;
            case UnsubscribeClient command: Ask(command.Id, asker => new ConnectionActor.UnsubscribeFrom(command.Topic, command.Reason, asker)); break;
            case Drain: OnDrain(); break;
            case NextWave: SayNextGoodbyes(); break;
            case DrainTimedOut: CutTheRest(); break;
            case HurryDrain: CutTheRestOfDrain(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnCheckAt(CheckAt check)
    {
        if (_table.Find(check.Id) is { } entry)
            entry.CheckAt = check.When;
    }

    private void WakeDue()
    {
        var now = _environment.Clock.Now;
        foreach (var entry in _table.Entries)
        {
            if (entry.CheckAt > now)
                continue;

            // The connection says when to ask again.
            entry.CheckAt = TimeSpan.MaxValue;
            entry.Connection.Tell(ConnectionActor.CheckDeadlines.Instance);
        }
    }

    private void OnStopped(Stopped stopped)
    {
        _inbound.Remove(stopped.Id);
        var isRefused = _table.Find(stopped.Id) is { IsRefused: true };
        if (!_table.Remove(stopped.Id) || !IsDraining)
            return;

        if (!isRefused && stopped.Outcome != ConnectionOutcome.Cut)
            _closedByDrain++;
        FinishDrainIfEmpty();
    }

    private void Listing(GetConnections query)
    {
        var asker = Sender;
        var ids = _table.IdsAfter(query.After, query.User)
            .Where(id => query.Among is null || query.Among.Contains(id))
            .Take(query.Limit + 1)
            .ToArray();
        var page = ids.Take(query.Limit).ToArray();
        ConnectionId? next = ids.Length > query.Limit ? page[^1] : null;
        var targets = page.Select(id => _table.Find(id)!.Connection).ToArray();

        Context.ActorOf(GatherActor<ConnectionSnapshot>.Props(
            targets,
            ConnectionActor.GetSnapshot.Instance,
            snapshots => new ConnectionPage([.. snapshots.OrderBy(connection => connection.Id.Value)], next),
            asker));
    }

    private void OnDisconnect(Disconnect command)
    {
        if (_table.Find(command.Id) is { } entry)
        {
            entry.Connection.Tell(new ConnectionActor.Close(command.Code, command.Reason));
            Sender.Tell(new Disconnecting(command.Id));
        }
        else
        {
            Sender.Tell(new Unknown(command.Id));
        }
    }

    // The connection may stop with the question in its mailbox.
    private void Ask(ConnectionId id, Func<IActorRef, object> question)
    {
        if (_table.Find(id) is { } entry)
            Context.ActorOf(QuestionActor.Props(entry.Connection, question, new Unknown(id), Sender));
        else
            Sender.Tell(new Unknown(id));
    }
}
