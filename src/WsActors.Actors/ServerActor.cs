using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Acceptor;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Buckets;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Evidence;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Statistics;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Storage;
using WsActors.Actors.Transport;
using WsActors.Protocol.Routing;

namespace WsActors.Actors;

/// <summary>
/// The root: starts its children in the order in which they need one another, and runs the drain.
/// </summary>
public sealed partial class ServerActor : UntypedActor
{
    private readonly ServerSettings _settings;
    private readonly IListener _listener;
    private readonly ServerTelemetry _telemetry;
    private readonly NodeClock _clock;
    private readonly IAccess? _access;
    private readonly IBackend _backend;
    private readonly TopicStorage? _storage;
    private readonly RouteTable? _routes;
    private readonly ICluster? _cluster;
    private readonly TopicRules _rules;
    private readonly List<IActorRef> _drainReplyTo = [];
    private IActorRef _topics = ActorRefs.Nobody;
    private IActorRef _connections = ActorRefs.Nobody;
    private IActorRef _evidence = ActorRefs.Nobody;
    private IActorRef _acceptor = ActorRefs.Nobody;
    private IActorRef? _nodes;
    private IActorRef? _buckets;
    private Drained? _drained;
    private bool _isUnbound;
    private bool _isFinal;

    private ServerActor(
        ServerSettings settings,
        IListener listener,
        ServerTelemetry telemetry,
        TimeProvider time,
        IAccess? access,
        IBackend backend,
        IHistoryStore? store,
        IReadOnlyList<IClientRoute>? routes,
        ICluster? cluster)
    {
        _settings = settings;
        _rules = new TopicRules(settings.Topics.Rules);
        _listener = listener;
        _telemetry = telemetry;
        _clock = new NodeClock(time);
        _access = access;
        _backend = backend;
        _storage = store is null ? null : new TopicStorage(store, settings.Storage, telemetry.Storage);
        _cluster = cluster;
        _routes = routes is null ? null : ConnectionEnvironment.TableOf(settings.Push, routes);
    }

    /// <param name="settings">All that the actors need to know.</param>
    /// <param name="listener">The listener that accepts clients.</param>
    /// <param name="telemetry">The metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="access">Decides which clients may connect; null: all may.</param>
    /// <param name="backend">Decides what the rules leave to the application, and receives events; null: nothing does.</param>
    /// <param name="store">Keeps the histories of durable topics; null where no rule has any.</param>
    /// <param name="routes">The routes; null for the server's own.</param>
    /// <param name="cluster">The cluster to join; null for a node by itself.</param>
    public static Props Props(
        ServerSettings settings,
        IListener listener,
        ServerTelemetry telemetry,
        TimeProvider time,
        IAccess? access = null,
        IBackend? backend = null,
        IHistoryStore? store = null,
        IReadOnlyList<IClientRoute>? routes = null,
        ICluster? cluster = null) =>
        ActorFactory<ServerActor>.Props(() => new ServerActor(
            settings, listener, telemetry, time, access, backend ?? NoBackend.Instance, store, routes, cluster));

    protected override void PreStart()
    {
        var topics = new TopicEnvironment(_settings.Topics, _clock, _telemetry)
        {
            Backend = _backend,
            Storage = _storage,
            Rules = _rules,
            TellsOffsets = _settings.FaultInjection.Enabled,
        };
        if (_cluster is not null)
        {
            _buckets = Context.ActorOf(BucketsActor.Props(_cluster, _rules, topics), "buckets");
            topics = topics.InCluster(_buckets);
        }

        _topics = Context.ActorOf(TopicsActor.Props(_rules, topics), "topics");
        Context.ActorOf(
            NodeStatsActor.Props(_topics, _settings.Topics.StatsInterval, _clock, _telemetry), "stats");

        _evidence = Context.ActorOf(EvidenceActor.Props(_settings.Push.Tombstones), "evidence");
        var log = Logging.GetLogger(Context.System, typeof(ConnectionActor));
        var environment = new ConnectionEnvironment(_settings.Push, _rules, _topics, _clock, _telemetry, log, _routes)
        {
            Access = _access,
            Backend = _backend,
            Evidence = _settings.Push.Tombstones > 0 ? _evidence : null,
        };
        _connections = Context.ActorOf(ConnectionsActor.Props(environment, _settings.Drain), "connections");
        if (_cluster is not null)
            StartNodeQueries(_cluster, topics.Buckets!);

        // Created last, so that the first connection finds all other actors in place.
        _acceptor = Context.ActorOf(AcceptorActor.Props(_listener, _connections, _telemetry), "acceptor");
    }

    private void StartNodeQueries(ICluster cluster, IActorRef buckets)
    {
        var sources = new LocalSources(_connections, _topics, buckets, _evidence, () => NodeStats.From(_telemetry.Figures, _clock.UtcNow));
        _nodes = Context.ActorOf(NodeQueriesActor.Props(cluster, _clock, sources), "nodes");
        Context.ActorOf(ClusterStatsActor.Props(_topics, _nodes, _settings.Topics.StatsInterval, _clock), "cluster-stats");
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetChildren: Sender.Tell(new Children(_topics, _connections, _evidence, _nodes)); break;
            case Drain command: OnDrain(command); break;
            case Abort: OnAbort(); break;
            case UseRules command: _rules.Use(command.Rules); break;
            case UseLimits command: _connections.Tell(new ConnectionsRequest.UseLimits(command.Limits)); break;
            case RefuseApiKeys command: _connections.Tell(new ConnectionsRequest.RefuseApiKeys(command.Keys)); break;
            case HurryDrain: _connections.Tell(ConnectionsRequest.HurryDrain.Instance); break;
            case ConnectionsReply.Drained drained: Unbind(drained); break;
            case ConnectionsReply.Aborted aborted: OnAborted(aborted); break;
            case ConnectionsReply.NothingToAbort nothing: nothing.ReplyTo.Tell(new AbortRefused(_drained is null ? AbortFault.NothingUnderWay : AbortFault.Finished)); break;
            case AcceptorActor.Unbound: AnswerDrained(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnDrain(Drain command)
    {
        if (_isUnbound)
        {
            Sender.Tell(_drained);
            return;
        }

        var changesPace = command.Rate is not null || (command.IsFinal && !_isFinal);
        _isFinal |= command.IsFinal;
        _drainReplyTo.Add(Sender);
        if (_drainReplyTo.Count == 1)
            BeginDrain();
        else if (_drained is not null || !changesPace)
            return;

        _connections.Tell(new ConnectionsRequest.Drain(command.Rate, _isFinal));
    }

    private void BeginDrain()
    {
        _telemetry.Drain.Began();
        _topics.Tell(TopicsActor.SuppressPresence.Instance);
        _buckets?.Tell(new BucketsActor.Drain(_settings.Drain.ReconnectWithin));
    }

    private void OnAbort()
    {
        if (_isFinal)
            Sender.Tell(new AbortRefused(AbortFault.Stopping));
        else
            _connections.Tell(new ConnectionsRequest.Abort(Sender));
    }

    private void OnAborted(ConnectionsReply.Aborted aborted)
    {
        if (aborted.WasDrain && _isFinal)
        {
            // The process began to stop while the connections were asked.
            _connections.Tell(ConnectionsRequest.Drain.Instance);
            aborted.ReplyTo.Tell(new AbortRefused(AbortFault.Stopping));
            return;
        }

        if (aborted.WasDrain)
            ResumeService(aborted.Status);
        aborted.ReplyTo.Tell(new Aborted(aborted.Status, aborted.WasDrain));
    }

    private void ResumeService(DrainStatus status)
    {
        _telemetry.Drain.Aborted();
        _topics.Tell(new TopicsActor.SuppressPresence(IsOn: false));
        _buckets?.Tell(BucketsActor.DrainAborted.Instance);
        foreach (var replyTo in _drainReplyTo)
            replyTo.Tell(new Drained(status.Closed, status.Cut, IsAborted: true));
        _drainReplyTo.Clear();
    }

    // Until here new clients got a 503 with the time of their return: a closed port tells them nothing.
    private void Unbind(ConnectionsReply.Drained drained)
    {
        _drained = new Drained(drained.Closed, drained.Cut);
        _acceptor.Tell(AcceptorActor.Unbind.Instance);
    }

    private void AnswerDrained()
    {
        _isUnbound = true;
        foreach (var replyTo in _drainReplyTo)
            replyTo.Tell(_drained);
    }
}
