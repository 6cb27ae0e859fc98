using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>A topic with entries that are appended and not committed yet.</summary>
/// <param name="position">The position of its log before them; null if they begin it.</param>
internal sealed class PendingTopic(TopicPosition? position)
{
    private readonly Dictionary<string, KeyedPublication> _keys = [];
    private int _entries;

    /// <summary>The position of its log when they are committed; null if the topic ends with them.</summary>
    public TopicPosition? Position { get; private set; } = position;

    /// <summary>True if all of them are committed.</summary>
    public bool IsSettled => _entries == 0;

    public KeyedPublication? Find(string key) => _keys.TryGetValue(key, out var publication) ? publication : null;

    public void Add(BucketEntry entry)
    {
        _entries++;
        Position = entry switch
        {
            BucketEntry.Published published => published.Position,
            BucketEntry.Created created => created.Position,
            BucketEntry.Forgotten => null,
            _ => Position,
        };
        if (entry is BucketEntry.Published { IdempotencyKey: { } key } keyed)
            _keys[key] = KeyedPublication.Of(keyed.Position.Offset, keyed.Publication);
    }

    /// <summary>Takes back an entry that could not be appended after all, and those behind it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="position">The position of the log without it.</param>
    public void Withdraw(BucketEntry entry, TopicPosition? position)
    {
        Commit(entry);
        Position = position;
    }

    public void Commit(BucketEntry entry)
    {
        _entries--;
        if ((entry as BucketEntry.Published)?.IdempotencyKey is { } key)
            _keys.Remove(key);
    }
}
