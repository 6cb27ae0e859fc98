using Npgsql;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Commits a group in one transaction of two round trips: the first locks and reads everything that decides, the second writes and commits.
/// </summary>
internal sealed class GroupCommit(PostgresDatabase database, TimeProvider time)
{
    private const string Rights = "SELECT owner FROM wsactors.store";
    private const string Terms = "SELECT bucket, term FROM wsactors.buckets WHERE bucket = ANY ($1)";
    private const string Rows = "SELECT name, id, epoch, last FROM wsactors.topics WHERE name = ANY ($1) ORDER BY id FOR UPDATE";

    // With their batches: the ids of new topics are known here only.
    private const string InsertTopics =
        """
        WITH added AS (
            INSERT INTO wsactors.topics (name, epoch, last, keep_ms, used_ms)
            SELECT name, epoch, last, keep_ms, $5 FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS n (name, epoch, last, keep_ms)
            RETURNING id, name)
        INSERT INTO wsactors.batches (topic, last, at_ms, records)
        SELECT a.id, n.last, n.at_ms, n.records
        FROM unnest($6::text[], $7::bigint[], $8::bigint[], $9::bytea[]) AS n (name, last, at_ms, records) JOIN added a USING (name)
        """;

    private const string UpdateTopics =
        """
        UPDATE wsactors.topics t SET last = n.last, keep_ms = n.keep_ms, used_ms = $4
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS n (id, last, keep_ms) WHERE t.id = n.id
        """;

    private const string InsertBatches =
        "INSERT INTO wsactors.batches (topic, last, at_ms, records) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[])";

    private const string DeleteBatches =
        """
        DELETE FROM wsactors.batches b USING unnest($1::bigint[], $2::bigint[]) AS n (id, through)
        WHERE b.topic = n.id AND b.last <= n.through
        """;

    private const string NoteUse = "UPDATE wsactors.topics SET used_ms = $2 WHERE id = ANY ($1)";

    /// <summary>Locks the topics in a new transaction and decides about each. Their faults are then known.</summary>
    public async Task<GroupDecision> DecideAsync(NpgsqlConnection connection, LaneSession session, WriteGroup group, CancellationToken until)
    {
        var stored = await LockAsync(connection, session, group, until);
        var higher = group.Topics.Select(writes => writes.Fence).FirstOrDefault(fence => fence is { } wanted && stored.TermOf(wanted.Bucket) < wanted.Term);
        if (higher is not null)
            return new GroupDecision(stored, [], higher);

        var added = 0;
        foreach (var writes in group.Topics)
        {
            writes.Fault = stored.FaultOf(writes, database.Owner);
            if (writes.Fault is null && stored.IsNew(writes))
                writes.Fault = database.Count.Refuse(++added);
        }

        return new GroupDecision(stored, [.. group.Topics.Where(writes => writes.Fault is null)], null);
    }

    /// <summary>Writes what may be written, and commits.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, GroupDecision decision, CancellationToken until)
    {
        var (stored, accepted, _) = decision;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var batch = new NpgsqlBatch(connection);
        var added = accepted.Where(stored.IsNew).ToArray();
        var known = accepted.Where(writes => stored.IdOf(writes) is not null).ToArray();
        AddNew(batch, added, now);
        AddKnown(batch, [.. known.Where(writes => writes.First > 0)], stored, now);
        AddTrims(batch, [.. known.Where(writes => writes.Through > 0)], stored);
        var trimmed = known.Where(writes => writes.First == 0).Select(writes => stored.IdOf(writes)!.Value).ToArray();
        if (trimmed.Length > 0)
            batch.Add(NoteUse, trimmed, now);
        batch.Add("COMMIT");
        await batch.ExecuteNonQueryAsync(until);
        database.Count.Add(added.Length);
    }

    private static async Task<StoredState> LockAsync(NpgsqlConnection connection, LaneSession session, WriteGroup group, CancellationToken until)
    {
        var buckets = group.Topics.Select(writes => writes.Fence?.Bucket).OfType<int>().Distinct().Order().ToArray();
        await using var batch = new NpgsqlBatch(connection)
            .Add(Sql.Begin)
            .Add(Sql.LockShared, (int[])[Sql.StoreLock, .. buckets])
            .Add(LaneSession.Count, session.Writer, session.Number)
            .Add(Rights)
            .Add(Terms, buckets)
            .Add(Rows, (object)group.Topics.Select(writes => writes.Topic.Value).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(until);
        var stored = await StoredState.ReadAsync(reader, until);
        if (batch.BatchCommands[2].RecordsAffected != 1)
            throw new StorageException(new StorageFault(StorageFault.InputOutput, "the session of this connection to PostgreSQL has ended"));
        return stored;
    }

    private static void AddNew(NpgsqlBatch batch, TopicWrites[] topics, long now)
    {
        if (topics.Length == 0)
            return;

        var appends = AppendsOf(topics);
        batch.Add(
            InsertTopics,
            topics.Select(writes => writes.Topic.Value).ToArray(), topics.Select(writes => writes.Appends[0].Epoch).ToArray(),
            topics.Select(writes => writes.Last).ToArray(), topics.Select(KeepFor).ToArray(), now,
            appends.Select(append => append.Topic.Value).ToArray(), Lasts(appends), Times(appends), Records(appends));
    }

    private static void AddKnown(NpgsqlBatch batch, TopicWrites[] topics, StoredState stored, long now)
    {
        if (topics.Length == 0)
            return;

        var appends = AppendsOf(topics);
        batch.Add(
            UpdateTopics,
            Ids(topics, stored), topics.Select(writes => writes.Last).ToArray(), topics.Select(KeepFor).ToArray(), now);
        batch.Add(
            InsertBatches,
            topics.SelectMany(writes => Enumerable.Repeat(stored.IdOf(writes)!.Value, writes.Appends.Count)).ToArray(),
            Lasts(appends), Times(appends), Records(appends));
    }

    // Of a new topic nothing can be trimmed that is not trimmed with the next publication.
    private static void AddTrims(NpgsqlBatch batch, TopicWrites[] topics, StoredState stored)
    {
        if (topics.Length > 0)
            batch.Add(DeleteBatches, Ids(topics, stored), topics.Select(writes => writes.Through).ToArray());
    }

    private static StorageRequest.Append[] AppendsOf(TopicWrites[] topics) => [.. topics.SelectMany(writes => writes.Appends)];

    private static long[] Ids(TopicWrites[] topics, StoredState stored) => [.. topics.Select(writes => stored.IdOf(writes)!.Value)];

    private static long[] Lasts(StorageRequest.Append[] appends) => [.. appends.Select(append => append.Messages[^1].Offset)];

    private static long[] Times(StorageRequest.Append[] appends) => [.. appends.Select(append => append.Messages[^1].At.ToUnixTimeMilliseconds())];

    private static byte[][] Records(StorageRequest.Append[] appends) => [.. appends.Select(append => StoredBatch.Write(append.Messages))];

    private static long KeepFor(TopicWrites writes) => (long)writes.Appends[^1].KeepFor.TotalMilliseconds;
}
