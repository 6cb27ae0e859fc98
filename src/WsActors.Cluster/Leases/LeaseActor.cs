using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Membership;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Leases;

/// <summary>
/// Asks every member for this node's lease once a second, grants theirs, and ends those of removed nodes. A node that has just joined first asks the others
/// which nodes were removed before; until it knows, it grants nothing.
/// </summary>
internal sealed class LeaseActor : UntypedActor, IWithTimers
{
    private readonly ReplicaId _self;
    private readonly INodeLinks _links;
    private readonly NodeLease _lease;
    private readonly NodeClock _clock;
    private readonly TimeSpan _interval;
    private readonly ClusterTelemetry _telemetry;
    private readonly RemovedNodes _ended = new();
    private readonly LeaseEndings _endings;
    private readonly HashSet<ReplicaId> _introducedBy = [];
    private ClusterView? _view;
    private IActorRef _membership = ActorRefs.Nobody;
    private bool _isIntroduced;

    private LeaseActor(
        ReplicaId self, Func<IActorRef, INodeLinks> links, NodeLease lease, NodeClock clock, TimeSpan duration, ClusterTelemetry telemetry)
    {
        _telemetry = telemetry;
        _self = self;
        _links = links(Self);
        _lease = lease;
        _clock = clock;
        _interval = duration / 4;
        _endings = new LeaseEndings(duration);
    }

    /// <param name="self">This node.</param>
    /// <param name="links">Makes the way to the lease actors of all nodes from this one's.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="clock">The time.</param>
    /// <param name="duration">The duration of a lease.</param>
    /// <param name="telemetry">The metrics.</param>
    public static Props Props(
        ReplicaId self, Func<IActorRef, INodeLinks> links, NodeLease lease, NodeClock clock, TimeSpan duration, ClusterTelemetry telemetry) =>
        ActorFactory<LeaseActor>.Props(() => new LeaseActor(self, links, lease, clock, duration, telemetry));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, _interval);

    protected override void PostStop()
    {
        _lease.End();
        _telemetry.Lease(isValid: false);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MembersChanged changed: Use(changed.View); break;
            case MembershipEnded: Context.Stop(Self); break;
            case Tick: OnTick(); break;
            case EndLeases request: _endings.Add(request, Sender); break;
            case LeaseMessage from: Receive(from); break;
            default: Unhandled(message); break;
        }
    }

    private void Receive(LeaseMessage message)
    {
        switch (message)
        {
            case LeaseMessage.Ask ask when MayHold(ask.From): _links.Send(ask.From, new LeaseMessage.Grant(_self, ask.Moment)); break;
            case LeaseMessage.Grant grant when IsMember(grant.By): _lease.OnGranted(grant.By, TimeSpan.FromTicks(grant.Moment)); break;
            case LeaseMessage.End end when _isIntroduced && !end.Removed.Any(IsMember): Promise(end); break;
            case LeaseMessage.Promise promise: _endings.OnPromised(promise.By, promise.Request, _clock.Now); break;
            case LeaseMessage.Introduce introduce when IsMember(introduce.Newcomer): _links.Send(introduce.Newcomer, new LeaseMessage.Introduced(_self, _ended.All)); break;
            case LeaseMessage.Introduced introduced: OnIntroduced(introduced); break;
        }
    }

    private void Use(ClusterView view)
    {
        _view = view;
        _membership = Sender;
        _ended.Add(view.Removed);
        _lease.UseMembers(view.Members);
        _endings.UseMembers(view.All);
        EndIntroduction();
    }

    private void OnTick()
    {
        _telemetry.Lease(_lease.IsValid);
        if (_view is null)
            return;

        if (!_isIntroduced)
            SendToAll(Others(_view.Reachable).Except(_introducedBy), new LeaseMessage.Introduce(_self));
        else
            SendToAll(_view.All, new LeaseMessage.Ask(_self, _clock.Now.Ticks));
        foreach (var end in _endings.Tick(_self, _clock.Now))
            SendToAll(_view.All, end);
    }

    private void OnIntroduced(LeaseMessage.Introduced introduced)
    {
        if (!IsMember(introduced.By))
            return;

        _ended.Add(introduced.Removed);
        _introducedBy.Add(introduced.By);
        EndIntroduction();
    }

    // Each of the reachable ones, because newcomers that know nothing yet are among them, and a majority of all, one of which has made each promise.
    private void EndIntroduction()
    {
        var isOver = !_isIntroduced && Others(_view!.Reachable).All(_introducedBy.Contains) && _introducedBy.Count(IsMember) + 1 > _view.Members / 2;
        if (!isOver)
            return;

        _isIntroduced = true;
        _membership.Tell(new Introduction(_ended.All));
    }

    private void Promise(LeaseMessage.End end)
    {
        _ended.Add(end.Removed);
        _links.Send(end.From, new LeaseMessage.Promise(_self, end.Request));
    }

    private bool MayHold(ReplicaId node) => _isIntroduced && IsMember(node) && !_ended.Contains(node);

    private bool IsMember(ReplicaId node) => _view?.IsMember(node) == true;

    private IEnumerable<ReplicaId> Others(IEnumerable<ReplicaId> nodes) => nodes.Where(node => node != _self);

    private void SendToAll(IEnumerable<ReplicaId> nodes, LeaseMessage message)
    {
        foreach (var node in nodes)
            _links.Send(node, message);
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
