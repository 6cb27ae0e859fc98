using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>
/// The decisions of a bucket's home on requests: offsets, idempotency keys, requests that were sent again. It looks at the committed state and at
/// the entries that are under way. It does no I/O and reads no clock.
/// </summary>
/// <param name="state">The committed state.</param>
/// <param name="newEpoch">Returns an epoch that no log has had.</param>
public sealed class HomeTopics(BucketTopics state, Func<string> newEpoch)
{
    private readonly Dictionary<TopicName, PendingTopic> _pending = [];
    private readonly HashSet<(Replication.ReplicaId Node, long Number)> _requests = [];
    private readonly List<(TopicName Topic, TopicPosition Position, RequestOrigin Origin)> _waiting = [];

    /// <summary>The committed state.</summary>
    public BucketTopics State => state;

    /// <summary>True if the topic exists, or will when what is under way is committed.</summary>
    public bool Exists(TopicName topic) => PositionOf(topic) is not null;

    /// <summary>True if nothing of the topic is under way.</summary>
    public bool IsSettled(TopicName topic) => !_pending.ContainsKey(topic);

    /// <summary>Decides on a publication.</summary>
    public HomeDecision Publish(TopicName topic, Publication publication, string? key, RequestOrigin origin)
    {
        if (FindAgain(origin) is { } again)
            return again;
        if (key is not null && Find(topic, key) is { } known)
            return Repeat(topic, publication, known, origin);

        var position = PositionOf(topic) ?? new TopicPosition(newEpoch(), 0);
        return new HomeDecision.Append(new BucketEntry.Published(topic, position with { Offset = position.Offset + 1 }, publication)
        {
            IdempotencyKey = key,
            Origin = origin,
        });
    }

    /// <summary>Decides on the deletion of a history.</summary>
    public HomeDecision Clear(TopicName topic, RequestOrigin origin)
    {
        if (FindAgain(origin) is { } again)
            return again;

        return PositionOf(topic) is { } position
            ? new HomeDecision.Append(new BucketEntry.Cleared(topic, position) { Origin = origin })
            : HomeDecision.Unknown.Instance;
    }

    /// <summary>The entry that begins a topic which does not exist.</summary>
    public BucketEntry Create(TopicName topic) => new BucketEntry.Created(topic, new TopicPosition(newEpoch(), 0));

    /// <summary>An entry has been appended to the bucket's log.</summary>
    public void OnAppended(BucketEntry entry)
    {
        if (!_pending.TryGetValue(entry.Topic, out var pending))
            _pending.Add(entry.Topic, pending = new PendingTopic(CommittedPositionOf(entry.Topic)));
        pending.Add(entry);
        if (entry.Origin is { } origin)
            _requests.Add((origin.Node, origin.Number));
    }

    /// <summary>Entries that were passed to <see cref="OnAppended"/> will not be appended. Nothing else of their topic may be under way.</summary>
    public void Withdraw(IReadOnlyList<BucketEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Origin is { } origin)
                _requests.Remove((origin.Node, origin.Number));
            if (!_pending.TryGetValue(entry.Topic, out var pending))
                continue;

            pending.Withdraw(entry, CommittedPositionOf(entry.Topic));
            if (pending.IsSettled)
                _pending.Remove(entry.Topic);
        }
    }

    /// <summary>An entry is committed, and the state contains it.</summary>
    /// <returns>The requests that are answered with it, besides its own.</returns>
    public IReadOnlyList<RequestOrigin> OnCommitted(BucketEntry entry)
    {
        if (_pending.TryGetValue(entry.Topic, out var pending))
        {
            pending.Commit(entry);
            if (pending.IsSettled)
                _pending.Remove(entry.Topic);
        }

        if (entry.Origin is { } origin)
            _requests.Remove((origin.Node, origin.Number));
        return _waiting.Count > 0 && entry is BucketEntry.Published published ? TakeWaiting(published) : [];
    }

    private HomeDecision? FindAgain(RequestOrigin origin) =>
        _requests.Contains((origin.Node, origin.Number)) ? HomeDecision.Wait.Instance
        : state.Find(origin) is { } position ? new HomeDecision.Known(position)
        : null;

    private KeyedPublication? Find(TopicName topic, string key)
    {
        if (_pending.TryGetValue(topic, out var pending) && pending.Find(key) is { } underWay)
            return underWay;

        return state.TryFind(topic, out var committed) ? committed.Keys?.Find(key, state.Host.Now) : null;
    }

    private HomeDecision Repeat(TopicName topic, Publication publication, KeyedPublication known, RequestOrigin origin)
    {
        if (!known.IsOf(publication))
            return new HomeDecision.KeyReused(known.Offset);

        var position = PositionOf(topic)! with { Offset = known.Offset };
        if (CommittedPositionOf(topic) is { } committed && committed.Offset >= known.Offset)
            return new HomeDecision.Known(position);

        _waiting.Add((topic, position, origin));
        return HomeDecision.Wait.Instance;
    }

    private List<RequestOrigin> TakeWaiting(BucketEntry.Published published)
    {
        var answered = _waiting.FindAll(request => request.Topic == published.Topic && request.Position == published.Position);
        _waiting.RemoveAll(answered.Contains);
        return answered.ConvertAll(request => request.Origin);
    }

    private TopicPosition? PositionOf(TopicName topic) =>
        _pending.TryGetValue(topic, out var pending) ? pending.Position : CommittedPositionOf(topic);

    private TopicPosition? CommittedPositionOf(TopicName topic) => state.TryFind(topic, out var committed) ? committed.Log.Position : null;
}
