using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Nodes;

/// <summary>
/// Answers queries and commands for the whole cluster: sends a <see cref="NodeQuery"/> to all members, and gathers their answers until all are there or
/// <see cref="Timeout"/> has passed. It answers those of other nodes for this one.
/// </summary>
internal sealed class NodeQueriesActor : UntypedActor, IWithTimers
{
    /// <summary>The time in which nodes have to answer. It is shorter than the admin API's, so that an incomplete answer arrives in time.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    private readonly NodePeers _peers;
    private readonly NodeClock _clock;
    private readonly LocalSources _sources;
    private readonly Dictionary<long, PendingQuery> _pending = [];
    private ClusterView? _view;
    private long _lastNumber;

    private NodeQueriesActor(ICluster cluster, NodeClock clock, LocalSources sources)
    {
        _peers = cluster.Connect(Context, Self);
        _clock = clock;
        _sources = sources;
    }

    /// <param name="cluster">The cluster.</param>
    /// <param name="clock">The time.</param>
    /// <param name="sources">The actors that know what is asked for.</param>
    public static Props Props(ICluster cluster, NodeClock clock, LocalSources sources) =>
        ActorFactory<NodeQueriesActor>.Props(() => new NodeQueriesActor(cluster, clock, sources));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ClusterChanged));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterChanged changed: _view = changed.View; break;
            case NodeQuery query: AskAll(query); break;
            case QueryRequest request: Context.ActorOf(LocalQueryActor.Props(request, _peers, _sources)); break;
            case QueryReply reply: OnReply(reply); break;
            case Tick: OnTick(); break;
            default: Unhandled(message); break;
        }
    }

    private void AskAll(NodeQuery query)
    {
        // A node that has not joined yet speaks for itself alone.
        IReadOnlyCollection<ReplicaId> reachable = _view is { } view ? view.Reachable : [_peers.Self];
        var number = ++_lastNumber;
        _pending[number] = new PendingQuery(Sender, reachable, _view is null ? [] : _view.Unreachable, _clock.Now + Timeout);
        foreach (var node in reachable)
            _peers.Links.Send(node, new QueryRequest(_peers.Self, number, query));
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
    }

    private void OnReply(QueryReply reply)
    {
        if (!_pending.TryGetValue(reply.Number, out var query))
            return;

        query.Add(reply.By, reply.Answer);
        if (query.IsComplete)
            Finish(reply.Number, query);
    }

    private void OnTick()
    {
        foreach (var (number, query) in _pending.Where(pending => pending.Value.IsDue(_clock.Now)).ToArray())
            Finish(number, query);
        if (_pending.Count == 0)
            Timers.Cancel(nameof(Tick));
    }

    private void Finish(long number, PendingQuery query)
    {
        _pending.Remove(number);
        query.Finish();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
