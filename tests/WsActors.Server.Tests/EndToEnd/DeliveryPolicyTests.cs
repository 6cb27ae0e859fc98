using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>
/// A reader that stops, over real sockets: what it gets when it reads on, of topics that may drop some for it. Every message
/// holds its own number, which is its offset.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DeliveryPolicyTests
{
    private const int OutboxBytes = 512 * 1024;
    private const int DeliveryBytes = 200 * 1024;

    /// <summary>Messages of one request: the topic gets them at once, and joins them.</summary>
    private const int Batch = 4;

    /// <summary>Together more than the kernel holds for a connection whose reader has stopped, several times.</summary>
    private const int MostBatches = 200;

    private static readonly string[] Policies = ["latest", "oldest"];

    public static TheoryData<string, string> Ways()
    {
        var ways = new TheoryData<string, string>();
        foreach (var policy in Policies)
        {
            foreach (var compression in (string[])["none", "shared", "kept"])
                ways.Add(policy, compression);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_reader_that_stopped_gets_every_message_or_a_gap_in_order_and_the_newest_at_the_end(string policy, string compression)
    {
        await using var server = await StartAsync($"--WsActors:Push:Compression:ServerContextTakeover={compression == "kept"}");
        using var admin = new AdminClient(server.AdminUri);
        using var stopped = await StoppedReader.OpenAsync(server.PushUri, policy, compression == "none" ? null : new WebSocketDeflateOptions());

        var published = await PublishUntilDroppedAsync(admin, policy, compression);
        Assert.InRange((await admin.FiguresAsync()).GetProperty("outboxBytes").GetInt64(), 1, OutboxBytes);

        var dropped = await ReadToAsync(stopped, published, policy == "latest" ? "conflated" : "slow_consumer");
        // An answer of /metrics stands for a moment.
        await Eventually.HoldsAsync(async () =>
            Assert.Equal(dropped, (await admin.MetricsAsync()).Value("wsactors_messages_dropped_total", ("policy", Label(policy)))));
        Assert.Equal(WebSocketState.Open, stopped.State);
    }

    [Fact]
    public async Task Of_keyed_messages_a_reader_that_stopped_gets_the_newest_of_each_key()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var stopped = await StoppedReader.OpenAsync(server.PushUri, "latest");
        var published = await PublishUntilDroppedAsync(admin, "latest", "none");
        var keys = (string[])["a", "b", "c"];
        foreach (var key in keys.Concat(keys))
            await PublishOneAsync(admin, ++published, key);

        var last = new List<string>();
        while (last is not [.., { } newest] || newest != $"{published}")
        {
            var json = (await stopped.ReadAsync())!.Value;
            last.Add(json.GetProperty("type").GetString() == "message" ? NumberOf(json) : $"{json.GetProperty("from")}-{json.GetProperty("to")}");
        }

        Assert.Equal(
            [$"{published - 6}", $"{published - 5}-{published - 3}", $"{published - 2}", $"{published - 1}", $"{published}"],
            last.TakeLast(5));
    }

    [Fact]
    public async Task Answers_reach_a_client_before_the_messages_that_wait_for_it()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var stopped = await StoppedReader.OpenAsync(server.PushUri, "oldest");
        var published = await PublishUntilDroppedAsync(admin, "oldest", "none");
        await stopped.SendAsync("""{"type":"ping","id":"asked"}""");
        await Eventually.HoldsAsync(async () =>
            Assert.Equal(2, (await admin.ConnectionsOfAsync("oldest"))[0].GetProperty("messagesReceived").GetInt32()));

        var sawAnswer = false;
        while (await stopped.ReadAsync() is { } json)
        {
            sawAnswer |= json.GetProperty("type").GetString() == "pong";
            if (json.GetProperty("type").GetString() == "gap")
                break;
        }

        Assert.True(sawAnswer, $"the answer came behind the gap that begins what waited of {published} messages");
    }

    [Fact]
    public async Task All_outboxes_together_keep_the_budget_of_the_node_and_no_droppable_reader_is_closed_for_it()
    {
        const int Budget = 1024 * 1024;
        await using var server = await StartAsync(
            "--WsActors:Topics:Rules:1:DeliveryBytes=524288", $"--WsActors:Push:MaxOutboxBytes={Budget}");
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        var stopped = new List<StoppedReader>();
        for (var i = 0; i < 4; i++)
            stopped.Add(await StoppedReader.OpenAsync(server.PushUri, "oldest"));

        var published = 0L;
        for (var batch = 0; batch < MostBatches && await ShedsAsync(admin, "dropped") < 4; batch++)
            published = await PublishBatchAsync(admin, "oldest", published);

        Assert.True(await ShedsAsync(admin, "dropped") >= 4, "nothing was shed");
        await Eventually.HoldsAsync(async () =>
            Assert.InRange((await admin.FiguresAsync()).GetProperty("outboxBytes").GetInt64(), 0, Budget + (4 * 16 * 1024)));
        Assert.Equal(0, await ShedsAsync(admin, "closed"));
        await witness.ExpectUndisturbedAsync();
        foreach (var reader in stopped)
        {
            await ReadToAsync(reader, published, "slow_consumer");
            reader.Dispose();
        }
    }

    private static Task<RunningServer> StartAsync(params string[] settings) => RunningServer.StartAsync(
    [
        $"--WsActors:Push:OutboxBytes={OutboxBytes}", "--WsActors:Push:SendTimeout=00:05:00",
        "--WsActors:Topics:Rules:0:Match=latest", "--WsActors:Topics:Rules:0:Delivery=Latest",
        "--WsActors:Topics:Rules:1:Match=oldest", "--WsActors:Topics:Rules:1:Delivery=DropOldest", $"--WsActors:Topics:Rules:1:DeliveryBytes={DeliveryBytes}",
        .. settings,
    ]);

    private static string Label(string policy) => policy == "latest" ? "latest" : "drop_oldest";

    private static async Task<double> ShedsAsync(AdminClient admin, string outcome) =>
        (await admin.MetricsAsync()).Value("wsactors_outbox_sheds_total", ("outcome", outcome));

    private static async Task<long> PublishUntilDroppedAsync(AdminClient admin, string topic, string compression)
    {
        var published = 0L;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            published = await PublishBatchAsync(admin, topic, published);
            if ((await admin.MetricsAsync()).Value("wsactors_messages_dropped_total", ("policy", Label(topic))) > 10)
                return published;
        }

        Assert.Fail($"nothing was dropped of {published} messages ({compression})");
        return published;
    }

    private static async Task<long> PublishBatchAsync(AdminClient admin, string topic, long published)
    {
        var messages = Enumerable.Range(1, Batch).Select(i => new { topics = (string[])[topic], data = Payload(published + i) });
        var answer = await admin.PostAsync("/api/publish", JsonSerializer.Serialize(new { messages }));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
        return published + Batch;
    }

    private static async Task PublishOneAsync(AdminClient admin, long number, string key)
    {
        var request = admin.Request(HttpMethod.Post, "/api/topics/latest/messages");
        request.Headers.Add("Delivery-Key", key);
        request.Content = new StringContent($"{number} ", Encoding.UTF8, "text/plain");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await admin.SendAsync(request)).Status);
    }

    // Random: what could be compressed would never fill the kernel's buffers.
    private static string Payload(long number) =>
        $"{number} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(30_000))}";

    private static string NumberOf(JsonElement message) => message.GetProperty("data").GetString()!.Split(' ')[0];

    /// <returns>How many messages were in gaps, which must all have this reason.</returns>
    private static async Task<long> ReadToAsync(StoppedReader reader, long last, string reason)
    {
        var (next, missed) = (1L, 0L);
        while (next <= last)
        {
            var json = await reader.ReadAsync();
            Assert.True(json is not null, $"closed with {reader.CloseStatus} before {next}");
            if (json.Value.GetProperty("type").GetString() == "message")
            {
                Assert.Equal($"{next}", NumberOf(json.Value));
                next++;
                continue;
            }

            Assert.Equal((next, reason), (json.Value.GetProperty("from").GetInt64(), json.Value.GetProperty("reason").GetString()));
            missed += json.Value.GetProperty("to").GetInt64() - next + 1;
            next = json.Value.GetProperty("to").GetInt64() + 1;
            Assert.True(next <= last, "the newest message was dropped");
        }

        return missed;
    }
}
