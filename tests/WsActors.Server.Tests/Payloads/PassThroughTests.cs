using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Storage;
using WsActors.Server.Tests.Webhooks;

namespace WsActors.Server.Tests.Payloads;

/// <summary>Odd values through every way in and every way out: what was published is what arrives, byte for byte.</summary>
[Trait("Speed", "Slow")]
public sealed class PassThroughTests : IAsyncLifetime, IDisposable
{
    private const string Topic = "durable.odd";

    private readonly DataDirectory _directory = new();
    private ApplicationServer _application = null!;
    private RunningServer _server = null!;
    private AdminClient _admin = null!;

    public async Task InitializeAsync()
    {
        _application = await ApplicationServer.StartAsync();
        await StartServerAsync();
    }

    [Theory]
    [InlineData("single")]
    [InlineData("batch")]
    [InlineData("client")]
    public async Task What_is_published_arrives_byte_for_byte_by_every_way_out(string wayIn)
    {
        using var json = await TestClient.OpenJsonAsync(_server.PushUri);
        await json.SubscribeAsync(Topic);
        using var plain = await TestClient.OpenAsync(_server.PushUri, $"/topics/{Topic}");
        using var stream = await EventStream.OpenAsync(new Uri(PushHttp, $"/topics/{Topic}"));
        await stream.NextAsync("event");
        await stream.NextAsync("data");
        await _admin.ExpectSubscribersAsync(Topic, 3);

        await PublishAllAsync(wayIn);

        var ways = new Dictionary<string, IReadOnlyList<string>>
        {
            ["JSON message"] = await ReceiveAsync(async _ => RawData.In(await json.ReceiveTextAsync()).Single()),
            ["plain"] = await ReceiveAsync(_ => plain.ReceiveTextAsync()),
            ["event stream"] = await ReceiveAsync(value => ReceiveEventAsync(stream, value)),
            ["poll"] = await PollAsync(),
            ["history command"] = await HistoryCommandAsync(),
            ["admin history"] = await AdminHistoryAsync(),
            ["admin history after a restart"] = await RestartAsync(),
        };
        if (wayIn == "client")
            ways["webhook"] = await ReceiveAsync(async _ => RawData.In(RawData.In((await _application.NextAsync("wsactors.publish")).Body).Single()).Single());

        Assert.Empty(from way in ways
                     from i in Enumerable.Range(0, OddJson.Values.Count)
                     let arrived = way.Value.ElementAtOrDefault(i)
                     where arrived != OddJson.Values[i]
                     select $"{wayIn} to {way.Key}: {OddJson.Values[i]} arrived as {arrived ?? "nothing"}");
    }

    [Fact]
    public async Task A_message_of_a_batch_that_nests_too_deep_refuses_no_other()
    {
        var answer = await _admin.PostAsync("/api/publish", $$"""
            {"messages": [
                {"topics": ["{{Topic}}"], "data": {{new string('[', 500)}}{{new string(']', 500)}}},
                {"topics": ["\ud83d"], "data": 1},
                {"topics": ["{{Topic}}"], "data": 2, "idempotencyKey": "\ud83d"},
                {"topics": ["{{Topic}}"], "data": 3, "key": "\ud83d"},
                {"topics": ["{{Topic}}"], "data": 4}]}
            """);

        var results = answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("topics")[0]).ToArray();
        Assert.Equal(
            ["malformed_json", "invalid_topic", "invalid_idempotency_key", "invalid_delivery_key", null],
            results.Select(result => result.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null));
        Assert.Equal(["4"], await AdminHistoryAsync());
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
        await _application.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    private Uri PushHttp => new UriBuilder(_server.PushUri) { Scheme = "http" }.Uri;

    private async Task StartServerAsync()
    {
        _server = await DurableServer.StartAsync(_directory.Path, ["--WsActors:Topics:Rules:0:Publish=Webhook", .. _application.Settings]);
        _admin = new AdminClient(_server.AdminUri);
    }

    private async Task PublishAllAsync(string wayIn)
    {
        switch (wayIn)
        {
            case "single":
                foreach (var value in OddJson.Values)
                    Assert.Equal(System.Net.HttpStatusCode.OK, (await _admin.PostAsync($"/api/topics/{Topic}/messages", value)).Status);
                break;
            case "batch":
                var messages = OddJson.Values.Select(value => $$"""{"topics":["{{Topic}}"],"data":{{value}}}""");
                var answer = await _admin.PostAsync("/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""");
                Assert.DoesNotContain("\"error\"", answer.Body, StringComparison.Ordinal);
                break;
            default:
                await PublishAsClientAsync();
                break;
        }
    }

    private async Task PublishAsClientAsync()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        foreach (var value in OddJson.Values)
        {
            await client.SendAsync($$"""{"type":"publish","id":1,"topic":"{{Topic}}","data":{{value}}}""");
            Assert.Equal("published", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        }
    }

    private static async Task<IReadOnlyList<string>> ReceiveAsync(Func<string, Task<string>> next)
    {
        var arrived = new List<string>();
        foreach (var value in OddJson.Values)
            arrived.Add(await next(value));
        return arrived;
    }

    // An event has a field for each line of its data.
    private static async Task<string> ReceiveEventAsync(EventStream stream, string value)
    {
        var lines = new List<string>();
        foreach (var _ in value.Split('\n'))
            lines.Add(await stream.NextAsync("data"));
        return string.Join('\n', lines);
    }

    private async Task<IReadOnlyList<string>> PollAsync()
    {
        using var http = new HttpClient();
        return RawData.In(await http.GetStringAsync(new Uri(PushHttp, $"/topics/{Topic}?poll=true&since=0")));
    }

    private async Task<IReadOnlyList<string>> HistoryCommandAsync()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        await client.SendAsync($$"""{"type":"history","id":1,"topic":"{{Topic}}"}""");
        return RawData.In(await client.ReceiveTextAsync());
    }

    private async Task<IReadOnlyList<string>> AdminHistoryAsync() =>
        RawData.In((await _admin.GetAsync($"/api/topics/{Topic}/messages")).Body);

    private async Task<IReadOnlyList<string>> RestartAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
        await StartServerAsync();
        return await AdminHistoryAsync();
    }
}
