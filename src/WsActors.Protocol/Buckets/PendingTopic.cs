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
            BucketEntry.Created created => new TopicPosition(created.Epoch, 0),
            BucketEntry.Forgotten => null,
            _ => Position,
        };
        if (entry is BucketEntry.Published { IdempotencyKey: { } key } keyed)
            _keys[key] = KeyedPublication.Of(keyed.Position.Offset, keyed.Publication);
    }

    public void Commit(BucketEntry entry)
    {
        _entries--;
        if ((entry as BucketEntry.Published)?.IdempotencyKey is { } key)
            _keys.Remove(key);
    }
}
