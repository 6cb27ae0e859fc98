using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Deletes expired messages of unused topics, a few topics at a time. Topics in use delete their own with each publication. Used by
/// one thread at a time.
/// </summary>
internal sealed class HistorySweep(HistoryDatabase database) : IDisposable
{
    private const int MaxTopics = 256;
    private const int MaxBatches = 1000;

    private readonly Statement _topics = new(
        database.Connection, $"SELECT id, keep_ms, used_ms FROM topics WHERE id > ?1 ORDER BY id LIMIT {MaxTopics}");

    private readonly Statement _oldest = new(
        database.Connection, $"SELECT last, records FROM batches WHERE topic = ?1 ORDER BY last LIMIT {MaxBatches}");

    private readonly Statement _note = new(database.Connection, TopicTable.NoteLast);
    private readonly Statement _trim = new(database.Connection, "DELETE FROM batches WHERE topic = ?1 AND last <= ?2");
    private readonly Statement _forget = new(database.Connection, "DELETE FROM topics WHERE id = ?1");
    private long _after;

    /// <summary>Sweeps the next topics, within a transaction.</summary>
    /// <returns>The number of topics that were deleted.</returns>
    public int Continue(DateTimeOffset now)
    {
        var topics = Next();
        _after = topics.Count < MaxTopics ? 0 : topics[^1].Id;
        var forgotten = 0;
        foreach (var (id, keepFor, usedAt) in topics)
        {
            if (Expire(id, now - keepFor, now) || now - usedAt < database.Settings.ForgetAfter)
                continue;

            _forget.Execute(id);
            forgotten++;
        }

        // A deleted name that is used again begins at offset 1, so it needs an epoch that no log had before.
        if (forgotten > 0)
            database.Execute("UPDATE unused SET epoch = lower(hex(randomblob(6)))");
        return forgotten;
    }

    public void Dispose()
    {
        _topics.Dispose();
        _oldest.Dispose();
        _note.Dispose();
        _trim.Dispose();
        _forget.Dispose();
    }

    /// <returns>True if batches are left.</returns>
    private bool Expire(long topic, DateTimeOffset before, DateTimeOffset now)
    {
        var (last, expired, isYoung) = (0L, 0, false);
        using (var rows = _oldest.Query(topic))
        {
            while (!isYoung && rows.Read())
            {
                isYoung = StoredMessage.TryRead(rows.GetFieldValue<byte[]>(1), out var message, out _) && message.At > before;
                if (!isYoung)
                    (last, expired) = (rows.GetInt64(0), expired + 1);
            }
        }

        if (expired > 0)
        {
            _note.Execute(topic, now.ToUnixTimeMilliseconds());
            _trim.Execute(topic, last);
        }

        return isYoung || expired == MaxBatches;
    }

    private List<(long Id, TimeSpan KeepFor, DateTimeOffset UsedAt)> Next()
    {
        var topics = new List<(long, TimeSpan, DateTimeOffset)>();
        using var rows = _topics.Query(_after);
        while (rows.Read())
            topics.Add((rows.GetInt64(0), TimeSpan.FromMilliseconds(rows.GetInt64(1)), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2))));
        return topics;
    }
}
