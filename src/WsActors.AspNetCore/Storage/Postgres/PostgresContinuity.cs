using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Decides whether the database holds everything that nodes have sent to clients. If not, every topic gets a new epoch, because with an
/// unchanged one a returning client would not notice that its offsets belong to other messages.
/// </summary>
internal static class PostgresContinuity
{
    private const string Record =
        "UPDATE wsactors.store SET system = $1, database = $2, timeline = $3, restored = false, written = pg_current_xact_id()::text::bigint";

    // As long as one statement may take for millions of topics.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Compares the database with its record of itself, and changes the epochs if they differ.</summary>
    /// <returns>The reason for which the epochs were changed; null if they were not.</returns>
    public static async Task<string?> CheckAsync(NpgsqlConnection connection, CancellationToken until)
    {
        var (_, _, doubt) = await CompareAsync(connection, until);
        return doubt is null ? null : await ChangeAsync(connection, known: null, until);
    }

    /// <summary>Changes the epochs for a reason that the caller knows.</summary>
    public static Task SetBackAsync(NpgsqlConnection connection, string reason, CancellationToken until) => ChangeAsync(connection, reason, until);

    /// <summary>Does the same as <see cref="CheckAsync"/> in a transaction that holds the store's lock.</summary>
    public static Task<string?> CheckWithinAsync(NpgsqlConnection connection, CancellationToken until) => ChangeWithinAsync(connection, known: null, until);

    private static async Task<string?> ChangeAsync(NpgsqlConnection connection, string? known, CancellationToken until)
    {
        string? reason = null;
        await connection.TransactAsync(async () =>
        {
            await connection.ExecuteAsync(Sql.Lock, until, Sql.StoreLock);
            reason = await ChangeWithinAsync(connection, known, until);
        }, until);
        return reason;
    }

    // Another node may have done it while this one waited for the lock.
    private static async Task<string?> ChangeWithinAsync(NpgsqlConnection connection, string? known, CancellationToken until)
    {
        var (recorded, present, doubt) = await CompareAsync(connection, until);
        var reason = known ?? doubt;
        if (reason is not null)
            await NewEpochsAsync(connection);
        if (reason is not null || recorded != present)
            await connection.ExecuteAsync(Record, until, present.System, present.Database, present.Timeline);
        return reason;
    }

    private static async Task NewEpochsAsync(NpgsqlConnection connection)
    {
        using var limit = new CancellationTokenSource(Longest);
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Longest.TotalSeconds }
            .Add("SET LOCAL statement_timeout = 0")
            .Add($"UPDATE wsactors.topics SET epoch = {PostgresSchema.NewEpoch}")
            .Add($"UPDATE wsactors.store SET epoch = {PostgresSchema.NewEpoch}");
        await batch.ExecuteNonQueryAsync(limit.Token);
    }

    private static async Task<(PostgresIdentity Recorded, PostgresIdentity Present, string? Doubt)> CompareAsync(
        NpgsqlConnection connection, CancellationToken until)
    {
        var present = await PostgresIdentity.ReadAsync(connection, until);
        await using var batch = new NpgsqlBatch(connection).Add(
            "SELECT system, database, timeline, restored, xmin::text::bigint <> (written & 4294967295) FROM wsactors.store");
        await using var row = await batch.ExecuteReaderAsync(until);
        if (!await row.ReadAsync(until))
            throw new InvalidDataException("the table wsactors.store is empty");

        var recorded = new PostgresIdentity(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        var doubt = (IsRestored: row.GetBoolean(3), IsForeign: row.GetBoolean(4)) switch
        {
            { IsRestored: true } => "wsactors.store says that the database was restored",
            { IsForeign: true } => "wsactors.store was written by another program, as it is when a dump is restored",
            _ => PostgresIdentity.Doubt(recorded, present),
        };
        return (recorded, present, doubt);
    }
}
