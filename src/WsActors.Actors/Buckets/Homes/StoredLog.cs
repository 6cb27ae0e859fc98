using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Compares a durable topic's stored log with the bucket's state.</summary>
internal static class StoredLog
{
    /// <summary>Returns the entries that bring the state to what the store has; none if it has the same.</summary>
    /// <param name="state">The state.</param>
    /// <param name="loaded">The stored log. It is right where the two differ.</param>
    /// <param name="now">The time, in UTC.</param>
    public static IReadOnlyList<BucketEntry> Missing(BucketTopics state, StorageAnswer.Loaded loaded, DateTimeOffset now)
    {
        var (name, stored) = (loaded.Request.Topic, loaded.Position);
        var known = state.TryFind(name, out var topic) ? topic.Log.Position : null;
        if (known == stored)
            return [];

        var entries = new List<BucketEntry>();
        if (known is not null && (known.Epoch != stored.Epoch || known.Offset > stored.Offset))
        {
            entries.Add(new BucketEntry.Forgotten(name, known.Epoch));
            known = null;
        }

        AddBehind(entries, name, known, loaded, now);
        return entries;
    }

    // Where messages are missing between two, or behind the last one, the log goes on behind them.
    private static void AddBehind(List<BucketEntry> entries, TopicName name, TopicPosition? known, StorageAnswer.Loaded loaded, DateTimeOffset now)
    {
        var stored = loaded.Position;
        var last = known?.Offset ?? -1;
        foreach (var message in loaded.Messages.Where(message => message.Offset > last))
        {
            if (message.Offset != last + 1)
                entries.Add(new BucketEntry.Created(name, stored with { Offset = message.Offset - 1 }));
            entries.Add(new BucketEntry.Published(name, stored with { Offset = message.Offset }, message.Publication)
            {
                IdempotencyKey = message.IdempotencyKey,
                Age = (long)Math.Max(0, (now - message.At).TotalMilliseconds),
            });
            last = message.Offset;
        }

        if (last < stored.Offset)
            entries.Add(new BucketEntry.Created(name, stored));
    }
}
