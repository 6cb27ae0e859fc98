using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WsActors.Client;
using WsActors.Publishing;
using WsActors.Server.Tests.Documents;
using WsActors.Server.Tests.Storage;

namespace WsActors.Server.Tests.Clients;

/// <summary>The outbox pattern of docs/admin-api.md with a real database and the real server.</summary>
[Trait("Speed", "Slow")]
public sealed class OutboxTests : IDisposable
{
    private readonly DataDirectory _directory = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task What_was_committed_is_published_once_and_in_order_although_a_publisher_stops_before_it_deletes()
    {
        await using var server = await DurableServer.StartAsync(_directory.Path);
        await using var client = new WsActorsClient(new Uri(server.PushUri, "/connect"));
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("none", 0)));
        await using var database = new Database(Path.Combine(_directory.Path, "shop.db"));
        var publisher = new WsActorsPublisher(_http, new WsActorsPublisherOptions { Address = server.AdminUri });
        await database.ExecuteAsync("CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT, json BLOB)");
        await database.OrderAsync(1, commits: true);
        await database.OrderAsync(2, commits: false);
        await database.OrderAsync(3, commits: true);

        // The same rows once more, as after a crash between the publication and the deletion.
        await database.ExecuteAsync("CREATE TABLE copy AS SELECT * FROM outbox");
        var outbox = new Outbox(database, publisher);
        Assert.Equal(2, await outbox.PublishAsync(CancellationToken.None));
        Assert.Equal(0, await outbox.PublishAsync(CancellationToken.None));
        await database.ExecuteAsync("INSERT INTO outbox SELECT * FROM copy");
        Assert.Equal(2, await outbox.PublishAsync(CancellationToken.None));
        await database.OrderAsync(4, commits: true);
        Assert.Equal(1, await outbox.PublishAsync(CancellationToken.None));

        var lines = (await log.UntilAsync("""{"order":4} at 3""")).Where(line => line != "gap epoch_changed True");
        Assert.Equal(["""{"order":1} at 1""", """{"order":3} at 2""", """{"order":4} at 3"""], lines);
    }

    [Fact]
    public void The_document_shows_the_code_that_is_tested()
    {
        var code = File.ReadAllText(Path.Combine(ClientTools.Repository, "tests", "WsActors.Server.Tests", "Clients", "Outbox.cs"));
        var shown = DocumentBlock.Containing("docs/admin-api.md", "csharp", "PublishBatchAsync").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

        Assert.Empty(shown.Except(code.Split('\n').Select(line => line.Trim())));
    }

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }

    /// <summary>A shop's database.</summary>
    private sealed class Database(string path) : DbDataSource
    {
        public override string ConnectionString { get; } = $"Data Source={path};Pooling=False";

        public async Task ExecuteAsync(string sql)
        {
            await using var command = CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        public async Task OrderAsync(int number, bool commits)
        {
            await using var connection = await OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $$"""INSERT INTO outbox (topic, json) VALUES ('{{DurableServer.Topic}}', CAST('{"order":{{number}}}' AS BLOB))""";
            await insert.ExecuteNonQueryAsync();
            if (commits)
                await transaction.CommitAsync();
        }

        protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);
    }
}
