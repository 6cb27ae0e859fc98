using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// The durable topics of a bucket's home. A publication is written to the store first, under the home's term, and then appended to the bucket's log, so that it is
/// answered when the store and all replicas have it. A new home reads a topic from the store before it uses it, and appends what the last home has stored and not
/// appended. One request per topic is on its way to the store at a time.
/// </summary>
internal sealed class DurableTopics
{
    private static readonly StorageFault NotAppended = new(
        StorageFault.NoHome, "the publication is stored, but the node with the topic cannot reach its replicas: publish again under its idempotency key");

    private readonly BucketContext _context;
    private readonly HomeTopics _topics;
    private readonly IDurableHost _host;
    private readonly TopicStorage? _storage;
    private readonly StoreTerm? _term;
    private readonly Dictionary<TopicName, DurableTopic> _durable = [];

    /// <param name="context">The bucket.</param>
    /// <param name="topics">The home's decisions.</param>
    /// <param name="host">Appends and answers.</param>
    /// <param name="term">The term of the home.</param>
    public DurableTopics(BucketContext context, HomeTopics topics, IDurableHost host, long term)
    {
        (_context, _topics, _host) = (context, topics, host);
        _storage = context.Environment.Topics.Storage;
        _term = _storage is null ? null : new StoreTerm(context, _storage, term);
    }

    /// <summary>Has a follower or a query wait until the stored log is here.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="then">Called with the fault if it cannot be loaded.</param>
    /// <returns>False if it is here, so that nothing has to wait.</returns>
    public bool TryDefer(TopicName name, Action<StorageFault?> then)
    {
        if (!_context.Environment.IsStored(name))
            return false;

        var topic = FindOrAdd(name);
        if (topic.IsLoaded)
            return false;

        topic.Defer(then);
        Advance(name, topic);
        return true;
    }

    /// <summary>Takes a publication, or the deletion of a history.</summary>
    public void Take(TopicRequest request, RequestOrigin origin)
    {
        var bytes = WaitingPublication.BytesOf(request);
        if (bytes > 0 && _storage!.TryWait(bytes) is { } fault)
        {
            _host.Refuse(origin, fault);
            return;
        }

        var topic = FindOrAdd(request.Topic);
        topic.Waiting.Enqueue((Keyed(request, origin), origin, bytes));
        Advance(request.Topic, topic);
    }

    // The store keeps no origins: this key shows the next home that it has a request already which is sent again.
    private static TopicRequest Keyed(TopicRequest request, RequestOrigin origin) => request is TopicRequest.Publish { IdempotencyKey: null } publish
        ? publish with { IdempotencyKey = $"{origin.Node}/{origin.Number}" }
        : request;

    /// <summary>The home's bucket was taken over in the store, or could not be.</summary>
    public void OnTaken(BucketTaken taken)
    {
        if (_term?.TryTake(taken) != true)
            return;

        foreach (var (name, topic) in _durable.ToArray())
        {
            if (taken.Fault is { } fault)
                Fail(topic, fault);
            else
                Advance(name, topic);
        }
    }

    /// <summary>Takes the store's answer.</summary>
    public void OnStorage(StorageAnswer answer)
    {
        if (!_durable.TryGetValue(answer.Request.Topic, out var topic) || !ReferenceEquals(topic.UnderWay, answer.Request))
            return;

        topic.UnderWay = null;
        if (answer is StorageAnswer.Loaded loaded)
            BeginRestoring(topic, loaded);
        else if (answer is StorageAnswer.Failed failed)
            OnFailed(topic, failed.Fault);
        else
            OnStored(topic);
        Advance(answer.Request.Topic, topic);
    }

    /// <summary>An entry is committed: the topic may go on.</summary>
    public void OnCommitted(BucketEntry entry)
    {
        if (!_durable.TryGetValue(entry.Topic, out var topic))
            return;

        // An idle topic has left the state; it is read again when somebody needs it.
        if (entry is BucketEntry.Forgotten && topic.Restoring is null)
            topic.IsLoaded = false;
        Advance(entry.Topic, topic);
    }

    /// <summary>The home ends: what waits is sent again to the next one by the nodes that await the answers.</summary>
    public void Close()
    {
        foreach (var topic in _durable.Values)
            _storage!.Leave(topic.Batch.Clear() + topic.Waiting.Sum(waiting => waiting.Bytes));
        _durable.Clear();
    }

    private DurableTopic FindOrAdd(TopicName name)
    {
        if (!_durable.TryGetValue(name, out var topic))
            _durable.Add(name, topic = new DurableTopic());
        return topic;
    }

    private void Advance(TopicName name, DurableTopic topic)
    {
        Restore(name, topic);
        if (topic.UnderWay is not null || topic.Restoring is not null || !_topics.IsSettled(name))
            return;

        if (_term!.Fence is not { } fence)
            _term.Take();
        else if (!topic.IsLoaded && (topic.Waiting.Count > 0 || topic.HasDeferred))
            Submit(topic, new StorageRequest.Load(name, _context.Actor) { Fence = fence });
        else if (topic.IsLoaded)
            Store(name, topic, fence);
    }

    private void Submit(DurableTopic topic, StorageRequest request)
    {
        topic.UnderWay = request;
        _storage!.Store.Submit(request);
    }

    private void Store(TopicName name, DurableTopic topic, StorageFence fence)
    {
        while (!topic.Batch.IsFull && topic.Waiting.TryPeek(out var next) && (next.Request is TopicRequest.Publish || topic.Batch.Entries.Count == 0))
            Add(topic, topic.Waiting.Dequeue());
        if (topic.Batch.Entries.Count > 0)
            Submit(topic, topic.Batch.ToRequest(name, _context, _topics.State, fence));
    }

    private void Add(DurableTopic topic, (TopicRequest Request, RequestOrigin Origin, long Bytes) waiting)
    {
        if (_host.Decide(waiting.Request, waiting.Origin) is not { } entry)
        {
            _storage!.Leave(waiting.Bytes);
            return;
        }

        _topics.OnAppended(entry);
        topic.Batch.Add(entry, waiting.Bytes);
    }

    // An entry that cannot be appended although it is stored is read back from the store later.
    private void OnStored(DurableTopic topic)
    {
        BucketEntry[] rest = [.. topic.Batch.Entries.SkipWhile(_host.TryAppendStored)];
        if (rest.Length > 0)
        {
            topic.IsLoaded = false;
            _topics.Withdraw(rest);
            RefuseAll(rest, NotAppended);
        }

        _storage!.Leave(topic.Batch.Clear());
    }

    private void OnFailed(DurableTopic topic, StorageFault fault)
    {
        if (fault.IsLogLost)
        {
            topic.IsLoaded = false;
            _term!.Lose();
        }

        _topics.Withdraw(topic.Batch.Entries);
        RefuseAll(topic.Batch.Entries, fault);
        _storage!.Leave(topic.Batch.Clear());
        if (!topic.IsLoaded)
            Fail(topic, fault);
    }

    private void RefuseAll(IEnumerable<BucketEntry> entries, StorageFault fault)
    {
        foreach (var entry in entries)
        {
            if (entry.Origin is { } origin)
                _host.Refuse(origin, fault);
        }
    }

    // Everything that waits for the log.
    private void Fail(DurableTopic topic, StorageFault fault)
    {
        while (topic.Waiting.TryDequeue(out var waiting))
        {
            _storage!.Leave(waiting.Bytes);
            _host.Refuse(waiting.Origin, fault);
        }

        TellDeferred(topic, fault);
    }

    private void BeginRestoring(DurableTopic topic, StorageAnswer.Loaded loaded) =>
        topic.Restoring = new Queue<BucketEntry>(StoredLog.Missing(_topics.State, loaded, _context.Environment.Topics.Clock.UtcNow));

    // The log is here when all of it is committed.
    private void Restore(TopicName name, DurableTopic topic)
    {
        if (topic.Restoring is not { } restoring)
            return;

        while (restoring.TryPeek(out var next) && _host.TryAppend(next))
            restoring.Dequeue();
        if (restoring.Count > 0 || !_topics.IsSettled(name))
            return;

        (topic.Restoring, topic.IsLoaded) = (null, true);
        TellDeferred(topic, fault: null);
    }

    private static void TellDeferred(DurableTopic topic, StorageFault? fault) => topic.TakeDeferred().ForEach(then => then(fault));
}
