using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Protocol.Faults;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Keeps the faults that are injected into the connections of a node, and ends each when its time is over.</summary>
internal sealed class InjectedFaults(ConnectionEnvironment environment, ConnectionTable table, IScheduler scheduler, IActorRef self)
{
    private readonly List<(InjectedFault Fault, ICancelable Timer)> _faults = [];
    private int _last;

    /// <summary>The answer to <see cref="ConnectionsRequest.GetFaults"/>.</summary>
    public ConnectionsReply.Faults List => new([.. _faults.Select(entry => entry.Fault)]);

    /// <summary>Injects a fault.</summary>
    /// <returns>The answer.</returns>
    public object Inject(InjectedFault wanted)
    {
        if (_faults.Count >= InjectedFault.MaxFaults)
            return ConnectionsReply.TooManyFaults.Instance;

        var fault = wanted with { Number = ++_last, StartedAt = environment.Clock.UtcNow };
        var timer = scheduler.ScheduleTellOnceCancelable(fault.Lasts, self, new Expired(fault.Id), ActorRefs.NoSender);
        _faults.Add((fault, timer));
        environment.Log.Warning("Fault {0} is injected until {1}: {2} for {3}", fault.Id, fault.EndsAt, fault.Kind, fault.Cohort);
        Publish();
        return new ConnectionsReply.Injected(fault);
    }

    /// <summary>Ends faults early.</summary>
    /// <param name="id">The fault; null for all.</param>
    /// <returns>The answer: those that have ended.</returns>
    public ConnectionsReply.Faults End(string? id)
    {
        var ended = _faults.Where(entry => id is null || entry.Fault.Id == id).ToArray();
        foreach (var entry in ended)
        {
            entry.Timer.Cancel();
            _faults.Remove(entry);
            environment.Log.Warning("Injected fault {0} has ended", entry.Fault.Id);
        }

        if (ended.Length > 0)
            Publish();
        return new ConnectionsReply.Faults([.. ended.Select(entry => entry.Fault)]);
    }

    /// <summary>Cancels what would end the faults: the node stops.</summary>
    public void CancelTimers() => _faults.ForEach(entry => entry.Timer.Cancel());

    // Connections that were hit before get the message too, because the faults may no longer apply to them. A connection that is opened later reads the faults itself.
    private void Publish()
    {
        var former = environment.Faults?.Active;
        var next = _faults.Count == 0 ? null : new ActiveFaults(List.List);
        environment.Faults = next is null ? null : new FaultInjector(next, scheduler);
        environment.Telemetry.Faults.Changed(_faults.Count);
        foreach (var id in table.AdmittedIds())
        {
            var entry = table.Find(id)!;
            if (next?.MayHit(id.Value, entry.User) == true || former?.MayHit(id.Value, entry.User) == true)
                entry.Connection.Tell(ConnectionMessage.UseFaults.Instance);
        }
    }

    /// <summary>The time of a fault is over.</summary>
    public sealed record Expired(string Id);
}
