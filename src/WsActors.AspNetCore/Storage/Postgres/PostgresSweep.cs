using Npgsql;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Deletes expired messages of unused topics, and topics that were empty for long, a few topics at a time. Of several nodes, one does so at a
/// time. Used by one task at a time.
/// </summary>
internal sealed class PostgresSweep(StorageSettings settings)
{
    private const int MaxTopics = 256;
    private const int MaxBatches = 10_000;

    // The oldest batch decides, so that nothing else is read.
    private static readonly string Look =
        $"""
        SELECT t.id, o.at_ms IS NOT NULL AND o.at_ms <= $2 - t.keep_ms, o.at_ms IS NULL AND t.used_ms <= $2 - $3
        FROM (SELECT id, keep_ms, used_ms FROM wsactors.topics WHERE id > $1 ORDER BY id LIMIT {MaxTopics}) AS t
        LEFT JOIN LATERAL (SELECT b.at_ms FROM wsactors.batches b WHERE b.topic = t.id ORDER BY b.last LIMIT 1) AS o ON true
        ORDER BY t.id
        """;

    private static readonly string Expire =
        $"""
        WITH gone AS (
            DELETE FROM wsactors.batches WHERE (topic, last) IN (
                SELECT b.topic, b.last FROM wsactors.batches b JOIN wsactors.topics t ON t.id = b.topic
                WHERE t.id = ANY ($1) AND b.at_ms <= $2 - t.keep_ms LIMIT {MaxBatches})
            RETURNING topic)
        UPDATE wsactors.topics SET used_ms = $2 WHERE id IN (SELECT topic FROM gone)
        """;

    // Whoever publishes meanwhile holds the row, or waits and then finds none.
    private const string Claim = "SELECT id FROM wsactors.topics WHERE id = ANY ($1) ORDER BY id FOR UPDATE SKIP LOCKED";

    private const string Forget =
        """
        DELETE FROM wsactors.topics t
        WHERE t.id = ANY ($1) AND t.used_ms <= $2 - $3 AND NOT EXISTS (SELECT FROM wsactors.batches b WHERE b.topic = t.id)
        """;

    // A deleted name that is used again begins at offset 1, so it needs an epoch that no log had before.
    private const string NewUnused =
        $"UPDATE wsactors.store SET epoch = {PostgresSchema.NewEpoch}, written = pg_current_xact_id()::text::bigint";

    private long _after;

    /// <summary>Sweeps the next topics, unless another node does so just now.</summary>
    /// <returns>The number of topics that were deleted.</returns>
    public async Task<int> ContinueAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken until)
    {
        var forgotten = 0;
        await connection.TransactAsync(async () =>
        {
            if (await connection.ScalarAsync(Sql.TryLock, until, Sql.SweepLock) is true)
                forgotten = await SweepAsync(connection, now.ToUnixTimeMilliseconds(), until);
        }, until);
        return forgotten;
    }

    private async Task<int> SweepAsync(NpgsqlConnection connection, long now, CancellationToken until)
    {
        var (expired, empty) = await LookAsync(connection, now, until);
        if (expired.Count > 0)
            await connection.ExecuteAsync(Expire, until, expired.ToArray(), now);
        if (empty.Count == 0)
            return 0;

        var claimed = await ClaimAsync(connection, empty, until);
        await using var batch = new NpgsqlBatch(connection).Add(Forget, claimed, now, ForgetAfter);
        var forgotten = await batch.ExecuteNonQueryAsync(until);
        if (forgotten > 0)
            await connection.ExecuteAsync(NewUnused, until);
        return forgotten;
    }

    private long ForgetAfter => (long)settings.ForgetAfter.TotalMilliseconds;

    private async Task<(List<long> Expired, List<long> Empty)> LookAsync(NpgsqlConnection connection, long now, CancellationToken until)
    {
        var (expired, empty, topics, last) = (new List<long>(), new List<long>(), 0, 0L);
        await using var batch = new NpgsqlBatch(connection).Add(Look, _after, now, ForgetAfter);
        await using var rows = await batch.ExecuteReaderAsync(until);
        while (await rows.ReadAsync(until))
        {
            topics++;
            last = rows.GetInt64(0);
            if (rows.GetBoolean(1))
                expired.Add(last);
            if (rows.GetBoolean(2))
                empty.Add(last);
        }

        _after = topics < MaxTopics ? 0 : last;
        return (expired, empty);
    }

    private static async Task<long[]> ClaimAsync(NpgsqlConnection connection, List<long> topics, CancellationToken until)
    {
        var claimed = new List<long>();
        await using var batch = new NpgsqlBatch(connection).Add(Claim, topics.ToArray());
        await using var rows = await batch.ExecuteReaderAsync(until);
        while (await rows.ReadAsync(until))
            claimed.Add(rows.GetInt64(0));
        return [.. claimed];
    }
}
