using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Following;
using WsActors.Actors.Buckets.Homes;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets;

/// <summary>
/// One bucket on this node, in up to three parts: it may be the bucket's home, it may hold a replica of its log, and it serves the topics of the bucket that have
/// publishers or subscribers on this node.
/// </summary>
internal sealed class BucketActor : UntypedActor, IBucketTopicsHost
{
    private readonly BucketContext _context;
    private readonly ReplicationLink _link;
    private readonly BucketReplica _replica;
    private readonly SupersededReplica _superseded;
    private readonly BucketBudget _budget;
    private readonly HomeSeatHolder _seat;
    private readonly HomeLocation _location;
    private readonly PendingRequests _requests;
    private readonly LocalTopics _topics;
    private ClusterView? _view;
    private int _stalledTicks;

    private BucketActor(int number, BucketEnvironment environment, ClusterView? view, BucketsActor.Draining? draining)
    {
        _context = new BucketContext(number, environment, Self);
        _link = new ReplicationLink(_context);
        _replica = new BucketReplica(environment.Self, () => new BucketTopics(this), environment.Limits, _link);
        _superseded = new SupersededReplica(_context, _replica);
        _budget = new BucketBudget(environment);
        _seat = new HomeSeatHolder(_context, _link);
        _location = new HomeLocation(_context);
        _requests = new PendingRequests(_context);
        _topics = new LocalTopics(_context, Find);
        _view = view;
        if (draining is not null)
            _topics.Drain(draining.ReturnWithin);
    }

    private bool IsHomeNeeded => !_requests.IsEmpty || !_topics.IsEmpty;

    TimeSpan IBucketTopicsHost.Now => _context.Now;

    public static Props Props(int number, BucketEnvironment environment, ClusterView? view, BucketsActor.Draining? draining) =>
        ActorFactory<BucketActor>.Props(() => new BucketActor(number, environment, view, draining));

    HistoryLimits IBucketTopicsHost.LimitsOf(TopicName topic) => _context.Environment.Rules.For(topic).History.ToLimits();

    bool IBucketTopicsHost.IsStored(TopicName topic) => _context.Environment.IsStored(topic);

    IdempotencyKeys IBucketTopicsHost.NewKeys()
    {
        var settings = _context.Environment.Topics.Settings;
        return new IdempotencyKeys(settings.MaxIdempotencyKeys, settings.IdempotencyAge);
    }

    void IBucketTopicsHost.OnApplied(BucketTopics topics, BucketEntry entry, BucketTopic? topic)
    {
        if (topic is not null)
            _budget.OnChanged(topics, topic);
        _seat.OnApplied(topics, entry, topic);
    }

    protected override void PostStop() => _budget.Use(null);

    protected override void OnReceive(object message)
    {
        Take(message);
        EndTurn(isLast: !((ActorCell)Context).HasMessages);
    }

    private void Take(object message)
    {
        switch (message)
        {
            case BucketMessage bucket: Receive(bucket.From, bucket.Body); break;
            case TopicRequest request: _requests.Add(request, Sender); break;
            case LocalTopic local: _topics.Take(local); break;
            case RegisterReply reply when !_superseded.TryTake(reply): _seat.Receive(reply); break;
            case RegisterReply: break;
            case LeasesEnded: _seat.OnLeasesEnded(); break;
            case StorageAnswer answer: _seat.OnStorage(answer); break;
            case BucketTaken taken: _seat.OnTaken(taken); break;
            case ClusterChanged changed: OnCluster(changed.View); break;
            case BucketsActor.Draining draining: _topics.Drain(draining.ReturnWithin); break;
            case BucketsActor.Tick: Tick(); break;
            case HomeSeat.Take: _seat.Sit(_view); break;
            case HomeSeat.Leave leave: _seat.Rise(); Sender.Tell(new HomeSeat.Left(leave.Bucket)); break;
            case BucketQuery query: Sender.Tell(_seat.Answer(query)); break;
            case LocateHome locate: _seat.OnAsked(locate.From); break;
            default: Unhandled(message); break;
        }
    }

    private void Receive(ReplicaId from, BucketBody body)
    {
        switch (body)
        {
            case BucketBody.Replication { IsForHome: true } replication: _seat.Receive(from, replication.Message); break;
            case BucketBody.Replication replication: Replicate(from, replication.Message); break;
            case BucketBody.Replies replies: _requests.Answer(replies.List); break;
            case BucketBody.Feed feed: _topics.OnFeed(feed); break;
            case BucketBody.FeedStatus status: _topics.OnStatus(status); break;
            case BucketBody.StreamLost lost: _topics.OnStreamLost(lost.Stream); break;
            case BucketBody.HomeHere here: OnHome(from, here.Term); break;
            case BucketBody.NotHome: _location.OnNotHome(from); break;
            default: _seat.Receive(from, body); break;
        }
    }

    private void Replicate(ReplicaId from, ReplicationMessage message)
    {
        _superseded.OnMessage();
        _replica.Receive(from, message);
    }

    private Publication? Find(TopicName topic, TopicPosition position) =>
        _replica.State is BucketTopics state && state.TryFind(topic, out var found) && found.Log.Epoch == position.Epoch
        && found.Log.Read(position.Offset - 1, 1, 0).Messages is [var message] && message.Offset == position.Offset
            ? message.Publication
            : null;

    private void OnHome(ReplicaId home, long term)
    {
        if (!_location.OnHome(home, term))
            return;

        _requests.SendAgain();
        _topics.BeginStream();
    }

    private void OnCluster(ClusterView view)
    {
        _view = view;
        _location.OnCluster(view);
        _seat.OnCluster(view);
    }

    private void Tick()
    {
        if (_view is not null)
            _seat.Tick(_view);
        _superseded.Tick();
        _requests.Tick();
        _topics.Tick();
        ReportStall();
    }

    private void ReportStall()
    {
        var isStalled = _seat.IsWaiting || (_location.Home is null && IsHomeNeeded);
        _stalledTicks = isStalled ? _stalledTicks + 1 : 0;
        if (StalledBuckets.IsDue(_stalledTicks))
            Context.Parent.Tell(new StalledBuckets.Stalled(_context.Number, _seat.IsWaiting ? _seat.WaitsFor : "a node to be its home"));
    }

    // A publication is appended and sent to the replicas in the turn in which it came, together with those behind it in the mailbox.
    private void EndTurn(bool isLast)
    {
        TakeOwn();
        if (!isLast)
            return;

        _seat.Flush();
        TakeOwn();
        _seat.EndTurn();
        if (IsHomeNeeded)
            _location.Look();
        _requests.Flush(_location.Home);
        _topics.Flush(_location.Home);
    }

    private void TakeOwn()
    {
        while (_link.TryTake(out var message))
            Receive(_context.Self, message);
        _budget.Use(_replica.State as BucketTopics);
        _seat.TryOpen(_replica);
    }
}
