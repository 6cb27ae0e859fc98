using System.Data.Common;
using WsActors.Publishing;

namespace WsActors.Server.Tests.Clients;

/// <summary>The outbox of docs/admin-api.md, to which a test compares the document.</summary>
internal sealed class Outbox(DbDataSource database, WsActorsPublisher publisher)
{
    /// <summary>Publishes what the table holds, in its order.</summary>
    /// <returns>The number of messages that were published.</returns>
    public async Task<int> PublishAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (ids, messages) = await ReadAsync(connection, cancellation);
        var results = await publisher.PublishBatchAsync(messages, cancellation);
        // Up to the first that may succeed later; what was published behind it is recognised in the next round. Log what never will.
        var published = results.TakeWhile(topics => topics.All(topic => topic.Error is not { IsRetryable: true })).Count();
        if (published > 0)
        {
            await using var delete = connection.CreateCommand();
            delete.CommandText = $"DELETE FROM outbox WHERE id <= {ids[published - 1]}";
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        return published;
    }

    private static async Task<(List<long> Ids, List<Publication> Messages)> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var select = connection.CreateCommand();
        select.CommandText = "SELECT id, topic, json FROM outbox ORDER BY id LIMIT 100";
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        var (ids, messages) = (new List<long>(), new List<Publication>());
        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetInt64(0));
            messages.Add(Publication.OfJson([rows.GetString(1)], (byte[])rows.GetValue(2)) with
            {
                // The server knows a repetition by it, however often this runs.
                Options = new PublicationOptions { IdempotencyKey = $"outbox-{rows.GetInt64(0)}" },
            });
        }

        return (ids, messages);
    }
}
