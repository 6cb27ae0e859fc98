using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Entries of one durable topic that go to the store together: publications, or the deletion of the history by itself.</summary>
internal sealed class DurableBatch
{
    private const int MaxEntries = 1000;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<BucketEntry> _entries = [];

    public IReadOnlyList<BucketEntry> Entries => _entries;

    /// <summary>The bytes of its publications.</summary>
    public long Bytes { get; private set; }

    /// <summary>True if no publication fits in any more.</summary>
    public bool IsFull => _entries.Count >= MaxEntries || Bytes >= MaxBytes || _entries is [BucketEntry.Cleared];

    public void Add(BucketEntry entry, long bytes)
    {
        _entries.Add(entry);
        Bytes += bytes;
    }

    /// <summary>Empties it and returns the bytes that it had.</summary>
    public long Clear()
    {
        var bytes = Bytes;
        _entries.Clear();
        Bytes = 0;
        return bytes;
    }

    /// <summary>Returns the request to the store. Messages that the log has let go of, or will let go of for these, leave the store too.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="context">The bucket.</param>
    /// <param name="state">The committed state.</param>
    /// <param name="fence">The home's right to write.</param>
    public StorageRequest ToRequest(TopicName topic, BucketContext context, BucketTopics state, StorageFence fence)
    {
        if (_entries is [BucketEntry.Cleared cleared])
            return new StorageRequest.Trim(topic, cleared.Through.Offset, context.Actor) { Fence = fence };

        var published = _entries.ConvertAll(entry => (BucketEntry.Published)entry);
        var now = context.Environment.Topics.Clock.UtcNow;
        var rule = context.Environment.Rules.For(topic).History;
        var oldestKept = state.TryFind(topic, out var known) ? known.Log.OldestKept : 1;
        return new StorageRequest.Append(
            topic, published[0].Position.Epoch,
            published.ConvertAll(entry => new StoredMessage(entry.Position.Offset, now, entry.Publication, entry.IdempotencyKey)), context.Actor)
        {
            Fence = fence,
            KeepFrom = Math.Max(oldestKept, published[^1].Position.Offset - rule.ToLimits().Messages + 1),
            KeepFor = rule.Age,
        };
    }
}
