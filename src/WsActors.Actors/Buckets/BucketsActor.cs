using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets;

/// <summary>
/// The buckets of this node: those that it is home to, those that it replicates, and those whose topics have publishers or subscribers here. It makes their actors and passes
/// messages on to them.
/// </summary>
public sealed class BucketsActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    private readonly ICluster _cluster;
    private readonly TopicRules _rules;
    private readonly TopicEnvironment _topics;
    private readonly IActorRef?[] _buckets;
    private readonly StalledBuckets _stalled = new();
    private BucketEnvironment _environment = null!;
    private BucketPlacement _placement = null!;
    private ClusterView? _view;
    private Draining? _draining;

    private BucketsActor(ICluster cluster, TopicRules rules, TopicEnvironment topics)
    {
        _cluster = cluster;
        _rules = rules;
        _topics = topics;
        _buckets = new IActorRef?[cluster.Buckets];
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="cluster">The cluster that the node joins.</param>
    /// <param name="rules">The rules of topics.</param>
    /// <param name="topics">The settings, the clock and the budgets of this node's topics.</param>
    public static Props Props(ICluster cluster, TopicRules rules, TopicEnvironment topics) =>
        ActorFactory<BucketsActor>.Props(() => new BucketsActor(cluster, rules, topics));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(fault =>
    {
        _environment.Log.Error(fault, "A bucket has failed, and this node leaves the cluster, because other nodes count on what the bucket held");
        _cluster.Abandon();
        return Directive.Stop;
    });

    protected override void PreStart()
    {
        _environment = new BucketEnvironment(_cluster.Join(Context, Self), _cluster.Replicas, _rules, _topics, Context.GetLogger());
        _placement = new BucketPlacement(_environment, _buckets.Length);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicRequest request: ForTopic(request.Topic).Forward(request); break;
            case LocalTopic local: ForTopic(local.Topic).Forward(local); break;
            case BucketMessage bucket when bucket.Bucket < _buckets.Length: ForNumber(bucket.Bucket).Forward(bucket); break;
            case HomeSeat seat: ForNumber(seat.Bucket).Forward(seat); break;
            case LocateHome locate: ForNumber(locate.Bucket).Forward(locate); break;
            case BucketQuery query: Answer(query); break;
            case ClusterChanged changed: OnCluster(changed); break;
            case Drain drain: OnDrain(new Draining(drain.ReconnectWithin + _topics.Settings.PresenceGrace)); break;
            case DrainAborted: OnDrain(new Draining(TimeSpan.Zero)); break;
            case StalledBuckets.Stalled stalled: _stalled.Add(stalled); break;
            case Tick: OnTick(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnCluster(ClusterChanged changed)
    {
        _view = changed.View;
        _placement.OnCluster(changed.View);
        ForAll(changed);
    }

    private void OnTick()
    {
        _placement.Tick();
        if (_stalled.Tick() is { } line)
            _environment.Log.Warning("{Line}", line);
        ForAll(Tick.Instance);
    }

    private void OnDrain(Draining draining)
    {
        _draining = draining;
        ForAll(draining);
    }

    private IActorRef ForTopic(TopicName topic) => ForNumber(BucketNumber.Of(topic, _buckets.Length));

    private IActorRef ForNumber(int number) =>
        _buckets[number] ??= Context.ActorOf(BucketActor.Props(number, _environment, _view, _draining), $"{number}");

    private void Answer(BucketQuery query) => Context.ActorOf(GatherActor<BucketAnswer>.Props(
        [.. _buckets.OfType<IActorRef>()], query, answers => Combine(query, answers), Sender));

    private static BucketAnswer Combine(BucketQuery query, IReadOnlyList<BucketAnswer> answers) => query is BucketQuery.ListTopics topics
        ? new BucketAnswer.Topics([.. answers.OfType<BucketAnswer.Topics>().SelectMany(answer => answer.List)
            .OrderBy(topic => topic.Topic.Value, StringComparer.Ordinal).Take(topics.Limit)])
        : new BucketAnswer.Buckets([.. answers.OfType<BucketAnswer.Buckets>().SelectMany(answer => answer.List).OrderBy(bucket => bucket.Bucket)]);

    private void ForAll(object message)
    {
        foreach (var bucket in _buckets)
            bucket?.Tell(message);
    }

    /// <summary>Tells the buckets that the node drains: members of topics that leave from now on are not announced as having left until they had the time to return.</summary>
    /// <param name="ReconnectWithin">The time within which clients are asked to return, at most an hour.</param>
    public sealed record Drain(TimeSpan ReconnectWithin);

    /// <summary>Tells the buckets that the node drains no longer.</summary>
    public sealed record DrainAborted
    {
        public static readonly DrainAborted Instance = new();
    }

    /// <summary>Tells a bucket that the node drains, or no longer does.</summary>
    /// <param name="ReturnWithin">The time within which the clients that leave this node were asked to return, their grace period included; zero if it does not drain.</param>
    internal sealed record Draining(TimeSpan ReturnWithin);

    /// <summary>Tells buckets that time has passed.</summary>
    internal sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
