using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Short forms for statements with parameters $1, $2 and so on.</summary>
internal static class Sql
{
    /// <summary>First key of the advisory locks of the store; the second one is a bucket or one of the constants here.</summary>
    public const int LockSpace = 0x7773_6163;

    /// <summary>Shared by every writer; exclusive while the whole store changes hands or epochs.</summary>
    public const int StoreLock = -1;

    /// <summary>Exclusive while the tables are made or migrated.</summary>
    public const int SchemaLock = -2;

    /// <summary>Exclusive while one node sweeps.</summary>
    public const int SweepLock = -3;

    /// <summary>Takes a lock until the end of the transaction.</summary>
    public static readonly string Lock = $"SELECT pg_advisory_xact_lock({LockSpace}, $1)";

    /// <summary>Takes locks, each shared, until the end of the transaction.</summary>
    public static readonly string LockShared = $"SELECT pg_advisory_xact_lock_shared({LockSpace}, k) FROM unnest($1) AS k";

    /// <summary>Takes a lock until the end of the transaction, if it is free.</summary>
    public static readonly string TryLock = $"SELECT pg_try_advisory_xact_lock({LockSpace}, $1)";

    /// <summary>Takes a lock until the end of the connection.</summary>
    public static readonly string SessionLock = $"SELECT pg_advisory_lock({LockSpace}, $1)";

    /// <summary>Releases such a lock.</summary>
    public static readonly string SessionUnlock = $"SELECT pg_advisory_unlock({LockSpace}, $1)";

    // Whatever the server's default is: each statement must see what was committed before it began.
    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    /// <summary>Adds a statement. An array of strings that is its only value must be cast to an object.</summary>
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
        return batch;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken until, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection).Add(sql, values);
        await batch.ExecuteNonQueryAsync(until);
    }

    /// <summary>Returns the first field of the first row; null if there is none.</summary>
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken until, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection).Add(sql, values);
        return await batch.ExecuteScalarAsync(until) is { } value and not DBNull ? value : null;
    }

    /// <summary>Runs an action in a transaction, which ends with the connection after an exception.</summary>
    public static async Task TransactAsync(this NpgsqlConnection connection, Func<Task> action, CancellationToken until)
    {
        await connection.ExecuteAsync(Begin, until);
        await action();
        await connection.ExecuteAsync("COMMIT", until);
    }
}
