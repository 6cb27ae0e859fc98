using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// The home of a bucket while it serves: decides on requests, appends entries, and answers and delivers them once they are committed. Everything that it
/// shows comes from the committed state.
/// </summary>
internal sealed class OpenHome : IDurableHost
{
    private readonly BucketContext _context;
    private readonly BucketHome _home;
    private readonly HomeTopics _topics;
    private readonly Followers _followers;
    private readonly Followings _followings;
    private readonly HomePresence _presence;
    private readonly HomeQueries _queries;
    private readonly HomeOccupancy _occupancy;
    private readonly DurableTopics _durable;
    private readonly IdleTopics _idle;
    private readonly Replies _replies;
    private readonly CommitSample _sample;
    private readonly TracedCommits _traced = new();

    /// <param name="context">The bucket.</param>
    /// <param name="home">The home, which serves.</param>
    /// <param name="state">The state of this node's replica, with everything that is committed.</param>
    public OpenHome(BucketContext context, BucketHome home, BucketTopics state)
    {
        _context = context;
        _home = home;
        _topics = new HomeTopics(state, TopicEpoch.New);
        _followers = new Followers(context);
        _replies = new Replies(context);
        _sample = new CommitSample(context.Environment.Telemetry);
        context.Environment.Telemetry.HomeOpened();
        _presence = new HomePresence(context, _followers, isSuccessor: home.Committed > 0);
        _queries = new HomeQueries(context, state, _followers, _presence, _replies);
        _occupancy = new HomeOccupancy(context, state, _followers, TryAppend);
        _durable = new DurableTopics(context, _topics, this, home.Configuration!.Ballot.Term);
        _followings = new Followings(context, state, _followers, _presence, _occupancy, _durable, TryCreate);
        _idle = new IdleTopics(context, _topics, _followers, TryAppend);
    }

    /// <summary>The state from which it answers.</summary>
    public BucketTopics State => _topics.State;

    /// <summary>Takes a message of another node, or of this one.</summary>
    public void Receive(ReplicaId from, BucketBody body)
    {
        switch (body)
        {
            case BucketBody.Requests requests: Take(from, requests); break;
            case BucketBody.Updates updates: _followings.Take(from, updates); break;
            case BucketBody.FollowerStatus status: _followings.Take(from, status); break;
        }
    }

    /// <summary>Lists topics in ordinal order of their names.</summary>
    public IReadOnlyList<TopicDescription> List(BucketQuery.ListTopics query) => _queries.List(query);

    /// <summary>An entry is committed, and the state contains it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="topic">The topic after it; null if the entry has changed nothing.</param>
    public void OnApplied(BucketEntry entry, BucketTopic? topic)
    {
        _sample.OnCommitted(entry, _context.Now);
        var waiting = _topics.OnCommitted(entry);
        if (topic is not null)
            Report(entry, topic, waiting);
        _durable.OnCommitted(entry);
    }

    public void OnCluster(ClusterView view)
    {
        foreach (var follower in _followers.All.Where(follower => view.IsRemoved(follower.Node)).ToArray())
            _followings.Remove(follower);
        State.ForgetRequestsOf(view.Removed);
    }

    public void Tick()
    {
        _presence.Tick();
        _occupancy.Tick();
        _followers.Tick();
        _idle.Tick();
    }

    /// <summary>Sends everything that waits. To be called at the end of a turn.</summary>
    public void EndTurn()
    {
        _followers.Flush();
        _replies.Flush();
    }

    /// <summary>Takes the store's answer.</summary>
    public void OnStorage(StorageAnswer answer)
    {
        if (answer.Request is StorageRequest.ReadPage)
            _queries.OnStorage(answer);
        else
            _durable.OnStorage(answer);
    }

    /// <summary>Takes the store's answer to the take-over of the bucket.</summary>
    public void OnTaken(BucketTaken taken) => _durable.OnTaken(taken);

    /// <summary>The home ends: followers look for the next one.</summary>
    public void Close()
    {
        _context.Environment.Telemetry.HomeClosed();
        _durable.Close();
        _presence.Stop();
        foreach (var follower in _followers.All)
            _context.Send(follower.Node, BucketBody.NotHome.Instance);
    }

    public BucketEntry? Decide(TopicRequest request, RequestOrigin origin)
    {
        var decision = request switch
        {
            TopicRequest.Publish publish when MayAdd(publish.Topic) =>
                _topics.Publish(publish.Topic, publish.Publication, publish.IdempotencyKey, origin),
            TopicRequest.Publish => HomeDecision.TooMany.Instance,
            _ => _topics.Clear(request.Topic, origin),
        };
        if (decision is HomeDecision.Append && request is TopicRequest.Publish traced)
            _traced.Begin(origin, traced, _context.Now);
        if (AnswerTo(decision, request) is { } answer)
            _replies.Add(origin, answer);
        return (decision as HomeDecision.Append)?.Entry;
    }

    public bool TryAppend(BucketEntry entry)
    {
        if (!TryAppendStored(entry))
            return false;

        _topics.OnAppended(entry);
        return true;
    }

    public bool TryAppendStored(BucketEntry entry)
    {
        if (_home.Append(BucketEntryWire.Write(entry)) is null)
            return false;

        _sample.OnAppended(entry, _context.Now);
        return true;
    }

    public void Refuse(RequestOrigin origin, StorageFault fault) => Refuse(origin, new TopicReply.Refused(fault.Code, fault.Message));

    private void Refuse(RequestOrigin origin, TopicReply.Refused refused)
    {
        _traced.Drop(origin, refused.Code);
        _replies.Add(origin, refused);
    }

    private void Take(ReplicaId from, BucketBody.Requests requests)
    {
        foreach (var request in requests.List)
            Take(request.Request, new RequestOrigin(from, request.Number, requests.AnsweredBelow));
    }

    private void Take(TopicRequest request, RequestOrigin origin)
    {
        if (request is TopicRequest.Publish or TopicRequest.ClearHistory)
            Change(request, origin);
        else if (request is TopicRequest.GetMembers || !_durable.TryDefer(request.Topic, fault => _queries.Answer(request, origin, fault)))
            _queries.Answer(request, origin);
    }

    private void Change(TopicRequest request, RequestOrigin origin)
    {
        if (_context.Environment.IsStored(request.Topic))
            _durable.Take(request, origin);
        else if (Decide(request, origin) is { } entry && !TryAppend(entry))
            Refuse(origin, new TopicReply.Refused(ErrorCode.TryAgainLater, Refusals.NoMajority(request.Topic)));
    }

    private IWireMessage? AnswerTo(HomeDecision decision, TopicRequest request) => decision switch
    {
        HomeDecision.Known known => Again(request, known.Position),
        HomeDecision.KeyReused used => new TopicReply.Refused(ErrorCode.IdempotencyKeyReused, Refusals.KeyReused(used.Offset)),
        HomeDecision.Unknown => new TopicReply.Unknown(request.Topic),
        HomeDecision.TooMany => TooManyTopics,
        _ => null,
    };

    private static IWireMessage Again(TopicRequest request, TopicPosition position) => request is TopicRequest.Publish
        ? new TopicReply.Published(request.Topic, position, Subscribers: 0) { IsRepeated = true }
        : new TopicReply.HistoryCleared(request.Topic, position);

    // A follower's topic; null if it will exist, or the fault.
    private TopicReply.Refused? TryCreate(TopicName topic)
    {
        if (_topics.Exists(topic))
            return null;
        if (!MayAdd(topic))
            return TooManyTopics;

        return TryAppend(_topics.Create(topic)) ? null : new TopicReply.Refused(ErrorCode.TryAgainLater, Refusals.NoMajority(topic));
    }

    private bool MayAdd(TopicName topic) => _context.Environment.Telemetry.Topics < _context.Environment.Topics.Settings.MaxTopics || _topics.Exists(topic);

    private TopicReply.Refused TooManyTopics =>
        new(ErrorCode.TooManyTopics, Refusals.TooManyTopics(_context.Environment.Topics.Settings.MaxTopics));

    private void Report(BucketEntry entry, BucketTopic topic, IReadOnlyList<RequestOrigin> waiting)
    {
        _followings.OnExisting(topic.Name);
        switch (entry)
        {
            case BucketEntry.Published published: OnPublished(published, topic, waiting); break;
            case BucketEntry.Cleared cleared: OnCleared(cleared, topic); break;
            case BucketEntry.Occupied occupied: _occupancy.OnCommitted(occupied); break;
        }
    }

    private void OnPublished(BucketEntry.Published published, BucketTopic topic, IReadOnlyList<RequestOrigin> waiting)
    {
        if (published.Origin is { } origin)
            _replies.Add(origin, new TopicReply.Published(published.Topic, published.Position, _followers.SubscribersOf(published.Topic)));
        foreach (var repeated in waiting)
            _replies.Add(repeated, new TopicReply.Published(published.Topic, published.Position, Subscribers: 0) { IsRepeated = true });
        _followers.SendToLive(
            _traced.End(published, _context.Now, _context.Environment.Telemetry), topic.Log.KeepsHistory ? _home.Configuration!.Replicas : []);
    }

    private void OnCleared(BucketEntry.Cleared cleared, BucketTopic topic)
    {
        if (cleared.Origin is { } origin)
            _replies.Add(origin, new TopicReply.HistoryCleared(cleared.Topic, topic.Log.Position));
        _followers.SendToLive(new FeedItem.Cleared(cleared.Topic, cleared.Through));
    }
}
