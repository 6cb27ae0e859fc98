using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Storage;

/// <summary>The real server ends in every way, and begins again on the same directory.</summary>
[Trait("Speed", "Slow")]
public sealed class RestartTests : IDisposable
{
    private const int Publishers = 8;
    private readonly DataDirectory _directory = new();

    [Fact]
    public async Task Everything_that_was_acknowledged_before_a_kill_is_there_under_its_epoch_and_offset()
    {
        var acknowledged = new ConcurrentDictionary<long, string>();
        for (var round = 0; round < 3; round++)
        {
            await using var server = await DurableServer.StartAsync(_directory.Path);
            var publishing = Enumerable.Range(0, Publishers).Select(_ => PublishUntilItEndsAsync(server, acknowledged)).ToArray();
            var enough = acknowledged.Count + 200;
            await Eventually.HoldsAsync(() =>
            {
                Assert.True(acknowledged.Count >= enough);
                return Task.CompletedTask;
            });
            await server.SignalAsync("KILL");
            await Task.WhenAll(publishing);
        }

        await using var after = await DurableServer.StartAsync(_directory.Path);
        using var admin = new AdminClient(after.AdminUri);
        var kept = await AllAsync(admin);
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(offset => (long)offset), kept.Keys.Order());
        Assert.All(acknowledged, pair => Assert.Equal(pair.Value, kept[pair.Key]));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task A_client_that_returns_over_a_restart_is_given_what_it_missed(string signal)
    {
        JsonElement first;
        await using (var server = await DurableServer.StartAsync(_directory.Path))
        {
            using var admin = new AdminClient(server.AdminUri);
            first = await admin.PublishAsync(DurableServer.Topic, "seen");
            await admin.PublishAsync(DurableServer.Topic, "missed");
            await server.SignalAsync(signal);
            await server.WaitForExitAsync();
        }

        await using var after = await DurableServer.StartAsync(_directory.Path);
        using var client = await TestClient.OpenJsonAsync(after.PushUri);
        var since = $$"""{"epoch":"{{first.GetProperty("epoch")}}","offset":1}""";
        await client.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{DurableServer.Topic}}","since":{{since}}}""");

        Assert.True((await client.ReceiveJsonAsync()).GetProperty("recovered").GetBoolean());
        Assert.Equal((2L, "missed"), Message(await client.ReceiveJsonAsync()));
    }

    [Fact]
    public async Task A_request_that_is_repeated_over_a_kill_adds_nothing()
    {
        await using (var server = await DurableServer.StartAsync(_directory.Path))
        {
            Assert.Equal(HttpStatusCode.OK, (await PublishAsync(server, "key-1")).Status);
            await server.SignalAsync("KILL");
            await server.WaitForExitAsync();
        }

        await using var after = await DurableServer.StartAsync(_directory.Path);
        var repeated = (await PublishAsync(after, "key-1")).Json;

        Assert.True(repeated.GetProperty("repeated").GetBoolean());
        Assert.Equal(1, repeated.GetProperty("offset").GetInt64());
        await after.ExpectLoggedAsync("did not stop cleanly");
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_directory()
    {
        await using var server = await DurableServer.StartAsync(_directory.Path);

        var (exitCode, printed) = await RunningServer.StartRefusedAsync(DurableServer.Settings(_directory.Path));

        Assert.Equal((1, $"WsActors:Storage:Directory is \"{_directory.Path}\": another process uses history.db there. Stop it, or give each its own directory"), (exitCode, printed.Trim()));
    }

    [RootFact("mount")]
    public async Task On_a_full_disk_publications_get_507_and_everything_else_works_until_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 2);
        await using var server = await DurableServer.StartAsync(disk.Mount());
        using var admin = new AdminClient(server.AdminUri);
        AdminAnswer? answer = null;
        while (answer is null || answer.Status == HttpStatusCode.OK)
            answer = await admin.PostAsync($"/api/topics/{DurableServer.Topic}/messages", new byte[100_000], "application/octet-stream");

        Assert.Equal((HttpStatusCode.InsufficientStorage, "storage_full"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        await admin.PublishAsync("in.memory", "goes on");
        Assert.Equal("ready, but durable topics refuse publications: full\n", (await admin.GetAsync("/readyz")).Body);
        Assert.NotEqual(0, (await admin.MetricsAsync()).Value("wsactors_storage_failures_total", ("cause", "full")));

        disk.Grow(megabytes: 16);
        await Eventually.HoldsAsync(async () => Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body));
        await admin.PublishAsync(DurableServer.Topic, "room again");
        await server.TerminateAsync();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [RootFact("mount")]
    public async Task On_a_full_disk_the_node_starts_and_serves_what_needs_no_disk()
    {
        using var disk = new SmallDisk(megabytes: 2);
        var directory = disk.Mount();
        var filler = Path.Combine(directory, "filler");
        await Assert.ThrowsAnyAsync<IOException>(() => File.WriteAllBytesAsync(filler, new byte[3_000_000]));
        await using var server = await DurableServer.StartAsync(directory);
        using var admin = new AdminClient(server.AdminUri);

        await admin.PublishAsync("in.memory", "served");
        var refused = await admin.PostAsync($"/api/topics/{DurableServer.Topic}/messages", "x"u8.ToArray(), "text/plain");
        Assert.Equal((HttpStatusCode.InsufficientStorage, "storage_full"), (refused.Status, refused.Json.GetProperty("code").GetString()));
        Assert.Equal("ready, but durable topics refuse publications: full\n", (await admin.GetAsync("/readyz")).Body);

        File.Delete(filler);
        await Eventually.HoldsAsync(async () => Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body));
        await admin.PublishAsync(DurableServer.Topic, "room now");
        await server.TerminateAsync();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    // Backup at 1, seen 2, restored, and other messages take the numbers 2 and 3.
    [Fact]
    public async Task A_client_that_returns_to_a_restored_backup_is_given_every_message_of_the_new_log()
    {
        using var backup = new DataDirectory();
        JsonElement seen;
        await using (var server = await DurableServer.StartAsync(_directory.Path))
            await PublishAndStopAsync(server, "kept");
        _directory.CopyTo(backup.Path);
        await using (var server = await DurableServer.StartAsync(_directory.Path))
            seen = await PublishAndStopAsync(server, "seen, and lost");
        backup.CopyTo(_directory.Path);

        await using var after = await DurableServer.StartAsync(_directory.Path);
        using var admin = new AdminClient(after.AdminUri);
        await admin.PublishAsync(DurableServer.Topic, "new 2");
        await admin.PublishAsync(DurableServer.Topic, "new 3");
        using var client = await TestClient.OpenJsonAsync(after.PushUri);
        var since = $$"""{"epoch":"{{seen.GetProperty("epoch")}}","offset":{{seen.GetProperty("offset")}}}""";
        await client.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{DurableServer.Topic}}","since":{{since}}}""");

        Assert.False((await client.ReceiveJsonAsync()).GetProperty("recovered").GetBoolean());
        foreach (var expected in new[] { (1L, "kept"), (2L, "new 2"), (3L, "new 3") })
            Assert.Equal(expected, Message(await NextMessageAsync(client)));
        await after.ExpectLoggedAsync("Every durable topic continues with a new epoch");
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<JsonElement> PublishAndStopAsync(RunningServer server, string text)
    {
        using var admin = new AdminClient(server.AdminUri);
        var answer = await admin.PublishAsync(DurableServer.Topic, text);
        await server.TerminateAsync();
        await server.WaitForExitAsync();
        return answer;
    }

    // A gap may come before it.
    private static async Task<JsonElement> NextMessageAsync(TestClient client)
    {
        JsonElement next;
        do
            next = await client.ReceiveJsonAsync();
        while (next.GetProperty("type").GetString() != "message");
        return next;
    }

    private static async Task PublishUntilItEndsAsync(RunningServer server, ConcurrentDictionary<long, string> acknowledged)
    {
        using var admin = new AdminClient(server.AdminUri);
        try
        {
            while (true)
            {
                var text = Guid.NewGuid().ToString();
                var answer = await admin.PublishAsync(DurableServer.Topic, text);
                Assert.True(acknowledged.TryAdd(answer.GetProperty("offset").GetInt64(), text), "an offset was given twice");
            }
        }
        catch (HttpRequestException)
        {
            // It was killed.
        }
    }

    private static async Task<Dictionary<long, string>> AllAsync(AdminClient admin)
    {
        var kept = new Dictionary<long, string>();
        while (true)
        {
            var page = await admin.GetAsync($"/api/topics/{DurableServer.Topic}/messages?since={kept.Count}&limit=1000");
            var messages = page.Json.GetProperty("messages").EnumerateArray().Select(Message).ToArray();
            if (messages.Length == 0)
                return kept;
            foreach (var (offset, text) in messages)
                kept.Add(offset, text);
        }
    }

    private static async Task<AdminAnswer> PublishAsync(RunningServer server, string key)
    {
        using var admin = new AdminClient(server.AdminUri);
        var request = admin.Request(HttpMethod.Post, $"/api/topics/{DurableServer.Topic}/messages");
        request.Content = new StringContent("once");
        request.Headers.Add("Idempotency-Key", key);
        return await admin.SendAsync(request);
    }

    private static (long Offset, string Text) Message(JsonElement message) =>
        (message.GetProperty("offset").GetInt64(), message.GetProperty("data").GetString()!);
}
