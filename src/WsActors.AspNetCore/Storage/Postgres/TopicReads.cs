using Npgsql;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Carries out reads, many in one round trip.</summary>
internal sealed class TopicReads(PostgresDatabase database, PostgresHealth health)
{
    // Beyond the bytes of a page, the messages of one more batch.
    private const long Slack = 1024 * 1024;

    // In one statement, so that a topic that is forgotten meanwhile is not read under the epoch that it had.
    private const string Load =
        """
        SELECT s.owner, (SELECT term FROM wsactors.buckets WHERE bucket = $2), s.epoch, t.epoch, t.last, b.last, b.records
        FROM wsactors.store s LEFT JOIN wsactors.topics t ON t.name = $1 LEFT JOIN wsactors.batches b ON b.topic = t.id
        ORDER BY b.last DESC
        """;

    // Batches that do not fit are not sent; one of them shows that there are more.
    private const string Page =
        """
        SELECT CASE WHEN before <= $4 THEN records END
        FROM (
            SELECT b.last, b.records, sum(octet_length(b.records)) OVER (ORDER BY b.last) - octet_length(b.records) AS before
            FROM wsactors.topics t JOIN wsactors.batches b ON b.topic = t.id
            WHERE t.name = $1 AND ($5 = '' OR t.epoch = $5) AND b.last > $2 ORDER BY b.last LIMIT $3) AS page
        ORDER BY last
        """;

    /// <summary>Answers reads and removes them from the queue, until it is empty or a fault is thrown.</summary>
    public async Task RunAsync(NpgsqlConnection connection, Queue<LaneItem> items, CancellationToken until)
    {
        while (items.Count > 0)
        {
            if (await ReadAsync(connection, items, until) is { } higher)
                await BucketTerms.RaiseAsync(connection, higher, until);
        }
    }

    /// <returns>A fence whose term must be stored before the next one in the queue can be read.</returns>
    private async Task<StorageFence?> ReadAsync(NpgsqlConnection connection, Queue<LaneItem> items, CancellationToken until)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var item in items)
            Add(batch, item.Request!);
        await using var reader = await batch.ExecuteReaderAsync(until);
        while (items.TryPeek(out var item))
        {
            var higher = item.Request is StorageRequest.ReadPage page
                ? await AnswerAsync(item, page, reader, until)
                : await AnswerAsync(item, item.Request!, reader, until);
            if (higher is not null)
                return higher;

            items.Dequeue();
            await reader.NextResultAsync(until);
        }

        return null;
    }

    private static void Add(NpgsqlBatch batch, StorageRequest request)
    {
        if (request is StorageRequest.ReadPage page)
            batch.Add(Page, page.Topic.Value, page.After, page.MaxMessages + 1L, page.MaxBytes + Slack, page.Epoch ?? string.Empty);
        else
            batch.Add(Load, request.Topic.Value, request.Fence?.Bucket ?? -1);
    }

    private static async Task<StorageFence?> AnswerAsync(
        LaneItem item, StorageRequest.ReadPage request, NpgsqlDataReader reader, CancellationToken until)
    {
        var page = new PageRows(request);
        while (!page.IsFull && await reader.ReadAsync(until))
        {
            if (await reader.IsDBNullAsync(0, until))
                page.Cut();
            else
                page.Add(await reader.GetFieldValueAsync<byte[]>(0, until));
        }

        LaneItem.Answer(page.Answer());
        return null;
    }

    private async Task<StorageFence?> AnswerAsync(LaneItem item, StorageRequest request, NpgsqlDataReader reader, CancellationToken until)
    {
        LogRows? log = null;
        var epoch = string.Empty;
        while (await reader.ReadAsync(until))
        {
            if (log is null)
            {
                var term = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
                if (request.Fence is { } fence && term < fence.Term)
                    return fence;
                if (FaultOf(request, reader.GetInt64(0), term) is { } fault)
                {
                    health.Fail(item, fault);
                    return null;
                }

                epoch = reader.GetString(reader.IsDBNull(3) ? 2 : 3);
                log = new LogRows(reader.IsDBNull(4) ? 0 : reader.GetInt64(4));
            }

            if (!reader.IsDBNull(5))
                log.Add(reader.GetInt64(5), await reader.GetFieldValueAsync<byte[]>(6, until));
        }

        if (log?.Fault is { } damage)
            health.ReportDamaged(request.Topic.Value, damage);
        LaneItem.Answer(new StorageAnswer.Loaded(request, new TopicPosition(epoch, log!.Last), log.Messages()));
        return null;
    }

    private StorageFault? FaultOf(StorageRequest request, long owner, long term)
    {
        if (owner != database.Owner)
            return Rights.Lost;

        return request.Fence is { } fence && term > fence.Term ? BucketTerms.Ended(fence, term) : null;
    }
}
