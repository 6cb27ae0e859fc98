using Npgsql;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The table of the terms of buckets.</summary>
internal static class BucketTerms
{
    private const string Grant =
        """
        INSERT INTO wsactors.buckets AS b (bucket, term) VALUES ($1, $2)
        ON CONFLICT (bucket) DO UPDATE SET term = greatest(b.term + 1, excluded.term) RETURNING term
        """;

    private const string RaiseTo =
        """
        INSERT INTO wsactors.buckets AS b (bucket, term) VALUES ($1, $2)
        ON CONFLICT (bucket) DO UPDATE SET term = excluded.term WHERE b.term < excluded.term
        """;

    private static readonly int[] StoreLock = [Sql.StoreLock];

    /// <summary>Grants a term that no home had before.</summary>
    public static async Task<long> TakeAsync(NpgsqlConnection connection, int bucket, long atLeast, CancellationToken until)
    {
        var term = 0L;
        await ExclusivelyAsync(
            connection, bucket, async () => term = (long)(await connection.ScalarAsync(Grant, until, bucket, atLeast))!, until);
        return term;
    }

    /// <summary>Raises the term of a bucket unless it is as high already.</summary>
    public static Task RaiseAsync(NpgsqlConnection connection, StorageFence fence, CancellationToken until) =>
        ExclusivelyAsync(connection, fence.Bucket, () => connection.ExecuteAsync(RaiseTo, until, fence.Bucket, fence.Term), until);

    /// <summary>The fault of a right that has ended.</summary>
    public static StorageFault Ended(StorageFence fence, long term) => new(
        StorageFault.Fenced, $"another node has taken bucket {fence.Bucket} over with term {term}, after term {fence.Term}: publish again");

    // Waits for the writers of the bucket, which hold its lock together.
    private static Task ExclusivelyAsync(NpgsqlConnection connection, int bucket, Func<Task> action, CancellationToken until) =>
        connection.TransactAsync(async () =>
        {
            await connection.ExecuteAsync(Sql.LockShared, until, StoreLock);
            await connection.ExecuteAsync(Sql.Lock, until, bucket);
            await action();
        }, until);
}
