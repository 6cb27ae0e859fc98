using System.Net;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using WsActors.Actors.Runtime;
using WsActors.Cluster.Runtime;
using WsActors.Protocol.Replication;
using AkkaCluster = Akka.Cluster.Cluster;
using ClusterSettings = WsActors.Cluster.Settings.ClusterSettings;

namespace WsActors.Cluster.Membership;

/// <summary>
/// Has Akka.Cluster join the cluster that the seeds, or the addresses of a DNS name, are in, or begin one if <see cref="Formation"/> allows it. Later it answers
/// nodes that want to join. Akka's own rule, by which the first seed begins a cluster when nobody answers it, would make a second one where it is cut off.
/// </summary>
internal sealed class JoiningActor : UntypedActor, IWithTimers
{
    private const int RoundsToFirstLine = 10;
    private const int RoundsBetweenLines = 30;

    private readonly ClusterSettings _settings;
    private readonly TimeSpan _round;
    private readonly Func<string, Task<IPAddress[]>> _resolve;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ReplicaId _self;
    private readonly NodeLinks _links;
    private readonly Formation _formation;
    private string? _joins;
    private string? _fault;

    private JoiningActor(ClusterSettings settings, TimeSpan round, Func<string, Task<IPAddress[]>> resolve)
    {
        _settings = settings;
        _round = round;
        _resolve = resolve;
        _self = NodeNames.Of(_cluster.SelfUniqueAddress);
        _links = new NodeLinks((ExtendedActorSystem)Context.System, _self, Self);
        _formation = new Formation(_self.Address);
        _formation.Use(settings.Seeds);
    }

    /// <param name="settings">The settings.</param>
    /// <param name="round">The time between two rounds of the formation.</param>
    /// <param name="resolve">Looks up the addresses of a DNS name.</param>
    public static Props Props(ClusterSettings settings, TimeSpan round, Func<string, Task<IPAddress[]>> resolve) =>
        ActorFactory<JoiningActor>.Props(() => new JoiningActor(settings, round, resolve));

    public ITimerScheduler Timers { get; set; } = null!;

    // The members of this node's cluster, those that are joining included.
    private IReadOnlyList<ReplicaId> Members => _cluster.State.Members.Any(IsSelf)
        ? [.. _cluster.State.Members.Select(member => NodeNames.Of(member.UniqueAddress))]
        : _joins == _self.Address ? [_self] : [];

    // A node that has begun to leave must not be counted on.
    private bool IsEnding => _cluster.IsTerminated || _cluster.State.Members.Any(member => IsSelf(member) && member.Status is MemberStatus.Exiting or MemberStatus.Down);

    private bool IsUp => _cluster.State.Members.Any(member => IsSelf(member) && member.Status is MemberStatus.Up or MemberStatus.Leaving);

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Report), Report.Instance, _round * RoundsToFirstLine, _round * RoundsBetweenLines);
        Timers.StartPeriodicTimer(nameof(Round), Round.Instance, TimeSpan.Zero, _round);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Round: OnRound(); break;
            case Hello hello: OnHello(hello); break;
            case Found found: OnFound(found.Addresses); break;
            case Status.Failure failure: OnFault($"{_settings.Discovery} cannot be looked up: {failure.Cause.GetBaseException().Message}"); break;
            case Report: OnReport(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnRound()
    {
        if (IsUp || IsEnding)
        {
            Timers.CancelAll();
            return;
        }

        if (_settings.Discovery.Length > 0)
            LookUp();
        var mayBegin = _formation.EndRound() || IsOnlySeed();
        if (Members.Count == 0)
            Join(mayBegin ? _self.Address : _formation.Cluster?.From.Address);
        foreach (var node in _formation.Nodes.Where(node => node != _self.Address))
            SayHello(node);
    }

    private bool IsOnlySeed() => _settings.Seeds.SequenceEqual([_self.Address]);

    // Akka itself tries the same node again and again.
    private void Join(string? node)
    {
        if (node is null || node == _joins || !NodeNames.TryParse(node, _cluster.SelfAddress, out var address))
            return;

        _joins = node;
        if (node == _self.Address)
            _log.Info("This node begins a new cluster: it looked for {Nodes}, of which {Answering} answer, and none is in a cluster", Names(_formation.Nodes), Names(_formation.Answering));
        _cluster.Join(address);
    }

    private void OnHello(Hello hello)
    {
        if (IsEnding || hello.From == _self)
            return;

        // Nodes that are not up say hello by themselves to the nodes that they know.
        if (!hello.IsUp && (IsUp || !_formation.Nodes.Contains(hello.From.Address)))
            SayHello(hello.From.Address);
        if (IsUp)
            return;

        _formation.Hear(hello);
        if (IsStray(hello))
            Context.Parent.Tell(new Stray(hello.From.Address));
    }

    // Where two nodes have begun clusters of which neither is complete, the one with the later address gives way.
    private bool IsStray(Hello hello)
    {
        var members = Members;
        return members.Count > 0 && hello.IsAboutAnother(members) && (hello.IsUp || string.CompareOrdinal(First(hello.Members), First(members)) < 0);
    }

    private void SayHello(string node) =>
        _links.Send(node, new Hello(_self, Members.Count == 0 ? _formation.Vote : string.Empty, IsUp, Members));

    private void LookUp() => _resolve(_settings.Discovery).PipeTo(Self, success: addresses => new Found(DiscoveredNodes.Of(addresses, _settings)));

    private void OnFound(IReadOnlyList<string> addresses)
    {
        _fault = null;
        _formation.Use(addresses);

        // A cluster with fewer nodes could not store anything, and a node that sees only itself may be the first of several that do.
        if (addresses.Count < _settings.Replicas)
            OnFault($"{_settings.Discovery} has {addresses.Count} addresses, and {_settings.Replicas} replicas are configured");
    }

    private void OnFault(string fault)
    {
        _fault = fault;
        _formation.Doubt();
    }

    private void OnReport()
    {
        var answering = _formation.Answering;
        _log.Warning(
            "This node has not joined the cluster yet: {Waiting}. Nodes that answer: {Answering}; that do not: {Missing}",
            Waits(), Names(answering), Names(_formation.Nodes.Except(answering)));
    }

    private string Waits() => (Members.Count > 0 || _formation.Cluster is not null, _fault) switch
    {
        (true, _) => $"it joins one, which goes on when {_settings.FewestSeeds} of the configured nodes are there and can reach each other",
        (_, { } fault) => fault,
        _ => $"a cluster begins when {_formation.Majority} of {_formation.Nodes.Count} configured nodes answer",
    };

    private bool IsSelf(Member member) => member.UniqueAddress == _cluster.SelfUniqueAddress;

    private static string? First(IEnumerable<ReplicaId> members) => members.Select(member => member.Address).Min(StringComparer.Ordinal);

    private static string Names(IEnumerable<string> nodes) => string.Join(", ", nodes.DefaultIfEmpty("none"));

    private sealed record Found(IReadOnlyList<string> Addresses);

    private sealed record Round
    {
        public static readonly Round Instance = new();
    }

    private sealed record Report
    {
        public static readonly Report Instance = new();
    }
}
