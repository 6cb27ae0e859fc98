using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>The real server over PostgreSQL: it ends and begins again, and the database does.</summary>
[Trait("Speed", "Slow")]
public sealed class PostgresServerTests : IDisposable
{
    private readonly PostgresServer _database = new();

    [PostgresFact]
    public async Task A_client_that_returns_over_a_kill_is_given_what_it_missed_and_a_repeated_request_adds_nothing()
    {
        var settings = Settings();
        JsonElement first;
        await using (var server = await RunningServer.StartAsync(settings))
        {
            using var admin = new AdminClient(server.AdminUri);
            first = await admin.PublishAsync(DurableServer.Topic, "seen");
            Assert.Equal(HttpStatusCode.OK, (await PublishAsync(admin, "missed")).Status);
            await server.SignalAsync("KILL");
            await server.WaitForExitAsync();
        }

        await using var after = await RunningServer.StartAsync(settings);
        using var again = new AdminClient(after.AdminUri);
        var repeated = (await PublishAsync(again, "missed")).Json;
        Assert.Equal((true, 2), (repeated.GetProperty("repeated").GetBoolean(), repeated.GetProperty("offset").GetInt64()));

        using var client = await TestClient.OpenJsonAsync(after.PushUri);
        var since = $$"""{"epoch":"{{first.GetProperty("epoch")}}","offset":1}""";
        await client.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{DurableServer.Topic}}","since":{{since}}}""");
        Assert.True((await client.ReceiveJsonAsync()).GetProperty("recovered").GetBoolean());
        Assert.Equal("missed", (await client.ReceiveJsonAsync()).GetProperty("data").GetString());
    }

    [PostgresFact]
    public async Task While_the_database_is_down_publications_get_503_and_everything_else_works_until_it_is_back()
    {
        await using var server = await RunningServer.StartAsync(Settings("--WsActors:Storage:PostgresTimeout=00:00:03"));
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync(DurableServer.Topic, "before");

        _database.Stop("immediate");
        var refused = await admin.PostAsync($"/api/topics/{DurableServer.Topic}/messages", "lost", "text/plain");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage_unavailable"), (refused.Status, refused.Json.GetProperty("code").GetString()));
        await admin.PublishAsync("in.memory", "goes on");
        Assert.Equal("ready, but durable topics refuse publications: io\n", (await admin.GetAsync("/readyz")).Body);
        Assert.Equal(0, (await admin.MetricsAsync()).Value("wsactors_storage_available"));

        _database.Start();
        await Eventually.HoldsAsync(async () => Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body));
        Assert.Equal(2, (await admin.PublishAsync(DurableServer.Topic, "after")).GetProperty("offset").GetInt64());
        await server.TerminateAsync();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [PostgresFact]
    public async Task A_node_starts_without_its_database_and_serves_durable_topics_when_it_is_there()
    {
        var settings = Settings("--WsActors:Storage:PostgresTimeout=00:00:03");
        _database.Stop();
        await using var server = await RunningServer.StartAsync(settings);
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync("in.memory", "goes on");
        Assert.Equal("ready, but durable topics refuse publications: io\n", (await admin.GetAsync("/readyz")).Body);

        _database.Start();
        await Eventually.HoldsAsync(async () => Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body));
        await admin.PublishAsync(DurableServer.Topic, "stored");
    }

    // A rolling update of a single server starts the new one before the old one has ended.
    [PostgresFact]
    public async Task The_server_that_starts_later_takes_the_topics_over()
    {
        var settings = Settings();
        await using var old = await RunningServer.StartAsync(settings);
        using var before = new AdminClient(old.AdminUri);
        await before.PublishAsync(DurableServer.Topic, "a");
        await using var next = await RunningServer.StartAsync(settings);
        using var admin = new AdminClient(next.AdminUri);

        Assert.Equal(2, (await admin.PublishAsync(DurableServer.Topic, "b")).GetProperty("offset").GetInt64());
        var refused = await before.PostAsync($"/api/topics/{DurableServer.Topic}/messages", "c", "text/plain");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("another server has taken", refused.Body, StringComparison.Ordinal);
        Assert.Equal(3, (await admin.PublishAsync(DurableServer.Topic, "c")).GetProperty("offset").GetInt64());
    }

    public void Dispose() => _database.Dispose();

    private string[] Settings(params string[] more) => PostgresHistory.Program(_database.To(_database.CreateDatabase()), more);

    private static async Task<AdminAnswer> PublishAsync(AdminClient admin, string text)
    {
        var request = admin.Request(HttpMethod.Post, $"/api/topics/{DurableServer.Topic}/messages");
        request.Content = new StringContent(text);
        request.Headers.Add("Idempotency-Key", "key-1");
        return await admin.SendAsync(request);
    }
}
