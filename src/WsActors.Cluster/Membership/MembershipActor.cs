using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Runtime;
using AkkaCluster = Akka.Cluster.Cluster;
using ClusterSettings = WsActors.Cluster.Settings.ClusterSettings;

namespace WsActors.Cluster.Membership;

/// <summary>
/// Joins the cluster and follows its members. The other parts of this node's cluster are told the view once this node is a member, and the buckets once it is
/// introduced as well. Nodes of another cluster are refused, by the nodes that are members and by the newcomer itself.
/// </summary>
internal sealed class MembershipActor : UntypedActor, IWithTimers
{
    // For a node of another cluster, to see that it is one, to log it and to leave.
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(3);

    private readonly ClusterSettings _settings;
    private readonly Props _joining;
    private readonly IReadOnlyList<IActorRef> _early;
    private readonly IReadOnlyList<IActorRef> _late;
    private readonly IActorRef _buckets;
    private readonly ClusterTelemetry _telemetry;
    private readonly Action _reportIntroduction;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MemberTable _members;
    private readonly HashSet<UniqueAddress> _refused = [];
    private bool _isUp;
    private bool _isIntroduced;
    private bool _isLeaving;
    private bool _isOver;

    private MembershipActor(
        ClusterSettings settings, Props joining, IReadOnlyList<IActorRef> early, IReadOnlyList<IActorRef> late, IActorRef buckets, ClusterTelemetry telemetry, Action onIntroduced)
    {
        _telemetry = telemetry;
        _reportIntroduction = onIntroduced;
        _settings = settings;
        _joining = joining;
        _early = early;
        _late = late;
        _buckets = buckets;
        _members = new MemberTable(settings.Tag, settings.HomesTag);
    }

    /// <param name="settings">The settings.</param>
    /// <param name="joining">The actor that has this node join.</param>
    /// <param name="early">The actors that are told <see cref="MembersChanged"/> from the start; one of them answers with <see cref="Introduction"/>.</param>
    /// <param name="late">The actors that are told <see cref="MembersChanged"/> from the introduction on.</param>
    /// <param name="buckets">The actor that is told <see cref="ClusterChanged"/> from the introduction on.</param>
    /// <param name="telemetry">The metrics.</param>
    /// <param name="onIntroduced">Called once this node takes part in the cluster.</param>
    public static Props Props(
        ClusterSettings settings, Props joining, IReadOnlyList<IActorRef> early, IReadOnlyList<IActorRef> late, IActorRef buckets, ClusterTelemetry telemetry, Action onIntroduced) =>
        ActorFactory<MembershipActor>.Props(() => new MembershipActor(settings, joining, early, late, buckets, telemetry, onIntroduced));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        Context.ActorOf(_joining, "joining");
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.IClusterDomainEvent happened && IsEnd(happened))
        {
            // On a busy node, the members may have removed this node before it handles the events about them, which show the reason.
            if (happened is ClusterEvent.MemberUp other)
                Judge(other.Member);
            return;
        }

        switch (message)
        {
            case ClusterEvent.CurrentClusterState state: Begin(state); break;
            case ClusterEvent.MemberRemoved gone: Remove(gone); break;
            case ClusterEvent.IMemberEvent changed: Change(changed.Member); break;
            case ClusterEvent.UnreachableMember lost: Reach(lost.Member, isReachable: false); break;
            case ClusterEvent.ReachableMember found: Reach(found.Member, isReachable: true); break;
            case Introduction introduction: OnIntroduced(introduction); break;
            case ThisActorSystemQuarantinedEvent quarantined: OnQuarantined(quarantined); break;
            case Stray stray: OnStray(stray); break;
            case Expel expel: OnExpel(expel.Stranger); break;
            case GetMembers: Sender.Tell(Snapshot()); break;
            default: Unhandled(message); break;
        }
    }

    // Akka tells a node that leaves or is removed that all others are gone. They are not: it must not believe that it is alone, with a majority of one.
    private bool IsEnd(ClusterEvent.IClusterDomainEvent happened)
    {
        var isOver = _cluster.IsTerminated || (happened is ClusterEvent.MemberExited or ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved
            && ((ClusterEvent.IMemberEvent)happened).Member.UniqueAddress == _cluster.SelfUniqueAddress);
        if (isOver && !_isOver)
        {
            _isOver = true;
            _telemetry.See(0, 0);
            foreach (var part in _early)
                part.Tell(MembershipEnded.Instance);
        }

        return _isOver;
    }

    private void Begin(ClusterEvent.CurrentClusterState state)
    {
        _members.Use(state);
        foreach (var member in state.Members)
            Judge(member);
        Tell();
    }

    private void Change(Member member)
    {
        _members.Change(member);
        if (Judge(member) && member.Status == MemberStatus.Up && _isUp)
            _log.Info("{Node} has joined the cluster", NodeNames.Of(member.Address));
        Tell();
    }

    private void Remove(ClusterEvent.MemberRemoved gone)
    {
        var isLost = _members.Remove(gone);
        _refused.Remove(gone.Member.UniqueAddress);
        if (!gone.Member.HasRole(_settings.Tag))
            return;

        var node = NodeNames.Of(gone.Member.Address);
        _telemetry.Removed(isLost);
        if (isLost)
            _log.Warning("{Node} was removed from the cluster because it could not be reached", node);
        else
            _log.Info("{Node} has left the cluster", node);
        Tell();
    }

    private void Reach(Member member, bool isReachable)
    {
        _members.Reach(member, isReachable);
        var node = NodeNames.Of(member.Address);
        if (isReachable)
            _log.Info("{Node} can be reached again", node);
        else
            _log.Warning("{Node} cannot be reached", node);
        Tell();
    }

    // Akka would let any node in that knows the way. The two clusters could not work together, so the newcomer has to go. It sees that itself, and logs the
    // reason, unless it is removed first; so the members remove only one that stays. A node that leaves skips the check, because it could remove members of the other cluster.
    private bool Judge(Member member)
    {
        if (member.HasRole(_settings.Tag))
            return true;
        if (_isLeaving)
            return false;

        var (node, theirs, ours) = (NodeNames.Of(member.Address), ClusterTag.Describe(member.Roles), ClusterTag.Describe([_settings.Tag]));
        if (!_isUp && member.Status is (MemberStatus.Up or MemberStatus.Leaving))
            Leave($"the cluster of {node} has {theirs}, and this node has {ours}. Correct WsActors:Cluster or use the other version of the server, and start it again");
        else if (_isUp && _refused.Add(member.UniqueAddress))
            _log.Warning("{Node} wants to join, and is refused: it has {Theirs}, and this cluster has {Ours}", node, theirs, ours);
        if (_isUp && member.Status == MemberStatus.Up)
            Timers.StartSingleTimer(member.Address, new Expel(member.Address), TimeToLeave);
        return false;
    }

    private void OnExpel(Address stranger)
    {
        if (!_isLeaving && _members.All.Any(member => member.Address == stranger && member.Status == MemberStatus.Up && !member.HasRole(_settings.Tag)))
            _cluster.Down(stranger);
    }

    private void OnIntroduced(Introduction introduction)
    {
        _members.AddRemoved(introduction.Removed);
        _isIntroduced = true;
        Tell();
        _reportIntroduction();
    }

    // The others have removed this node and accept nothing from it any more.
    private void OnQuarantined(ThisActorSystemQuarantinedEvent quarantined) =>
        Leave($"{NodeNames.Of(quarantined.RemoteAddress)} has removed it from the cluster. It has to be started again to join");

    private void OnStray(Stray stray)
    {
        if (!_isUp)
            Leave($"it was joining another cluster than {stray.Other}. It has to be started again to join that one");
    }

    private void Leave(string reason)
    {
        if (_isLeaving)
            return;

        _isLeaving = true;
        _log.Error("This node ends: {Reason}", reason);
        _ = CoordinatedShutdown.Get(Context.System).Run(LostReason.Instance);
    }

    private void Tell()
    {
        if (!_members.IsUp(_cluster.SelfUniqueAddress))
            return;

        if (!_isUp)
        {
            _isUp = true;
            _log.Info("This node is a member of the cluster \"{Cluster}\" as {Node}", _settings.Name, NodeNames.Of(_cluster.SelfAddress));
            foreach (var member in _members.All)
                Judge(member);
        }

        var view = _members.View();
        _telemetry.See(view.Reachable.Count, view.Unreachable.Count);
        if (_isIntroduced)
        {
            _buckets.Tell(new ClusterChanged(view));
            Context.System.EventStream.Publish(new ClusterChanged(view));
        }

        foreach (var part in _isIntroduced ? _early.Concat(_late) : _early)
            part.Tell(new MembersChanged(view));
    }

    private ClusterMembers Snapshot() => new(
        NodeNames.Of(_cluster.SelfAddress),
        [
            .. _members.All.Where(member => member.HasRole(_settings.Tag)).OrderBy(member => NodeNames.Of(member.Address), StringComparer.Ordinal).Select(member =>
                new ClusterMember(NodeNames.Of(member.UniqueAddress), member.Status.ToString(), !_members.IsUnreachable(member), member.AppVersion.Version)),
        ]);

    private sealed record Expel(Address Stranger);
}
