using Npgsql;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// The number of topics in the database and their size, as they were measured last, with the topics that this node has added since.
/// Thread-safe.
/// </summary>
internal sealed class TopicCount(StorageSettings settings)
{
    private const string Query =
        """
        SELECT (SELECT count(*) FROM wsactors.topics),
            pg_total_relation_size('wsactors.topics') + pg_total_relation_size('wsactors.batches')
        """;

    private long _topics;
    private long _bytes;

    public long Topics => Interlocked.Read(ref _topics);

    /// <summary>Bytes of the tables in the database.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public async Task MeasureAsync(NpgsqlConnection connection, CancellationToken until)
    {
        await using var batch = new NpgsqlBatch(connection).Add(Query);
        await using var row = await batch.ExecuteReaderAsync(until);
        await row.ReadAsync(until);
        Interlocked.Exchange(ref _topics, row.GetInt64(0));
        Interlocked.Exchange(ref _bytes, row.GetInt64(1));
    }

    public void Add(int topics) => Interlocked.Add(ref _topics, topics);

    /// <summary>Returns the fault of one topic too many, or null.</summary>
    /// <param name="added">Topics that are about to be added, this one included.</param>
    public StorageFault? Refuse(int added) => Topics + added <= settings.MaxTopics
        ? null
        : new StorageFault(
            StorageFault.TooManyTopics,
            $"{settings.MaxTopics} durable topics are in the database, as many as may: use fewer names, or raise WsActors:Storage:MaxTopics");
}
