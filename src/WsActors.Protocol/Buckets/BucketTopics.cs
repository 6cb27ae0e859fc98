using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>
/// The topics of a bucket on one node, as made by its committed entries: histories, positions, idempotency keys, and the outcomes of recent
/// requests. Messages age by this node's clock from the moment at which they arrived, so that nodes need not agree on the time.
/// </summary>
public sealed class BucketTopics(IBucketTopicsHost host) : IBucketState
{
    private readonly Dictionary<TopicName, BucketTopic> _topics = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    // Null once the state is complete.
    private StateLoader? _loader;

    /// <summary>All topics, in no order.</summary>
    public IReadOnlyCollection<BucketTopic> All => _topics.Values;

    internal RecentRequests Requests { get; } = new();

    internal IBucketTopicsHost Host => host;

    public bool TryFind(TopicName name, [NotNullWhen(true)] out BucketTopic? topic) => _topics.TryGetValue(name, out topic);

    /// <summary>The outcome of a request that was sent before; null if it is new.</summary>
    public TopicPosition? Find(RequestOrigin origin) => Requests.Find(origin);

    /// <summary>Drops messages and keys that are too old.</summary>
    public void Expire(BucketTopic topic) => topic.Expire(host.Now);

    /// <summary>Drops the outcomes of requests of nodes that are no members any more.</summary>
    public void ForgetRequestsOf(IReadOnlySet<ReplicaId> removed) => Requests.Forget(removed);

    public void Apply(in LogEntry entry)
    {
        // Entries come from homes and replicas of the same version: another one is refused when its node joins.
        if (!BucketEntryWire.TryRead(entry.Payload, out var change, out var fault))
            throw new FormatException($"entry {entry.Sequence} of a bucket's log cannot be read: {fault}");

        host.OnApplied(this, change, ApplyChange(change));
    }

    public StatePage Read(string? cursor, int maxBytes) => StatePages.Read(this, cursor, maxBytes);

    public void Load(StatePage page)
    {
        (_loader ??= new StateLoader(this)).Load(page);
        if (page.Next is null)
            _loader = null;
    }

    /// <summary>Returns the topic that follows a name in ordinal order; null if there is none. Names have no control characters, so nothing lies between.</summary>
    public BucketTopic? Behind(string name)
    {
        var next = name + '\0';
        return _names.Max is { } last && string.CompareOrdinal(next, last) <= 0 ? Named(_names.GetViewBetween(next, last).Min!) : null;
    }

    /// <summary>Returns the topic with a name that need not be valid; null if there is none.</summary>
    public BucketTopic? Named(string name) =>
        TopicName.TryParse(name, out var valid, out _) ? _topics.GetValueOrDefault(valid) : null;

    /// <summary>Adds a topic with the log of another node.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="position">The position of its log.</param>
    /// <param name="messages">Its latest messages up to that position.</param>
    /// <param name="unloaded">Messages before those that are in the store only; null if there are none.</param>
    internal BucketTopic Add(TopicName name, TopicPosition position, IReadOnlyList<LoggedMessage> messages, UnloadedRange? unloaded)
    {
        var log = host.IsStored(name)
            ? TopicLog.Restore(position, host.LimitsOf(name), messages, host.Now, unloaded)
            : TopicLog.Resume(position, host.LimitsOf(name), messages, host.Now);
        var topic = new BucketTopic(name, log, host.Now);
        Remove(name);
        _topics.Add(name, topic);
        _names.Add(name.Value);
        return topic;
    }

    // Null if the state contains it already.
    private BucketTopic? ApplyChange(BucketEntry change) => change switch
    {
        BucketEntry.Published published => Publish(published),
        BucketEntry.Created created => Create(created),
        BucketEntry.Cleared cleared => Clear(cleared),
        BucketEntry.Forgotten forgotten => Forget(forgotten),
        BucketEntry.Occupied occupied => Occupy(occupied),
        _ => null,
    };

    private BucketTopic? Publish(BucketEntry.Published published)
    {
        if (published.Origin is { } origin)
            Requests.Add(origin, published.Position);
        if (!_topics.TryGetValue(published.Topic, out var topic))
            topic = Begin(published.Topic, published.Position with { Offset = published.Position.Offset - 1 });
        if (topic.Log.Epoch != published.Position.Epoch || published.Position.Offset <= topic.Log.Offset)
            return null;

        topic.Use(host.Now);
        var at = KeptMessage.MomentOf(published.Age, host.Now);
        topic.Log.Append(topic.Log.KeepsHistory ? published.Publication.Detached() : published.Publication, at);
        if (published.IdempotencyKey is { } key)
            topic.Remember(key, KeyedPublication.Of(published.Position.Offset, published.Publication), at, host);
        return topic;
    }

    // A position further on in the same log: what is between is not kept.
    private BucketTopic? Create(BucketEntry.Created created) =>
        _topics.TryGetValue(created.Topic, out var topic) && (topic.Log.Epoch != created.Position.Epoch || topic.Log.Offset >= created.Position.Offset)
            ? null
            : Begin(created.Topic, created.Position);

    private BucketTopic Begin(TopicName name, TopicPosition position) => Add(name, position, [], unloaded: null);

    private BucketTopic? Clear(BucketEntry.Cleared cleared)
    {
        if (cleared.Origin is { } origin)
            Requests.Add(origin, cleared.Through);
        if (!_topics.TryGetValue(cleared.Topic, out var topic) || topic.Log.Epoch != cleared.Through.Epoch)
            return null;

        topic.Log.ClearThrough(cleared.Through.Offset);
        return topic;
    }

    private BucketTopic? Occupy(BucketEntry.Occupied occupied)
    {
        if (!_topics.TryGetValue(occupied.Topic, out var topic) || topic.Log.Epoch != occupied.Epoch
            || topic.IsOccupied == occupied.IsOccupied)
            return null;

        topic.IsOccupied = occupied.IsOccupied;
        return topic;
    }

    private BucketTopic? Forget(BucketEntry.Forgotten forgotten)
    {
        if (!_topics.TryGetValue(forgotten.Topic, out var topic) || topic.Log.Epoch != forgotten.Epoch)
            return null;

        Remove(forgotten.Topic);
        return topic;
    }

    private void Remove(TopicName name)
    {
        if (_topics.Remove(name))
            _names.Remove(name.Value);
    }
}
