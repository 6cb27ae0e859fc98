using System.Net;
using System.Text.Json;
using WsActors.Client;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Faults that the admin API injects, as client teams meet them with our own clients.</summary>
[Trait("Speed", "Slow")]
public sealed class FaultInjectionTests : IAsyncLifetime, IDisposable
{
    private readonly TestIssuer _issuer = new();
    private RunningServer _server = null!;
    private AdminClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(_issuer), "--WsActors:FaultInjection:Enabled=true",
            "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100",
        ]);
        _admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _admin.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task An_injected_close_makes_the_packages_client_reconnect_and_it_loses_nothing()
    {
        await using var client = ClientOf("4711");
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        await _admin.ExpectSubscribersAsync("news", 1);
        await _admin.PublishAsync("news", "1");
        Assert.Equal("1 at 1", await log.NextAsync());
        var first = await ConnectionAsync();

        var fault = await InjectAsync("""{"kind":"close","cohort":{"user":"4711"},"closeCode":4100,"delayMs":0}""");
        await Eventually.HoldsAsync(async () => Assert.True((await _admin.MetricsAsync()).Value("wsactors_faults_injected_total", ("kind", "close")) >= 1));
        await _admin.PublishAsync("news", "2");
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync($"/api/faults/{fault}")).Status);
        await _admin.PublishAsync("news", "3");

        Assert.Equal("2 at 2", await log.NextAsync());
        Assert.Equal("3 at 3", await log.NextAsync());
        Assert.NotEqual(first, await ConnectionAsync());

        // The fault may have met more than one connection, one of them before it was open.
        var ends = (await _admin.GetAsync("/api/tombstones?user=4711")).Json.GetProperty("tombstones").EnumerateArray().ToArray();
        Assert.Contains(ends, end => end.GetProperty("code").ToString() == "4100" && end.GetProperty("reason").GetString() == $"injected fault {fault}");
    }

    [Fact]
    public async Task Dropped_messages_are_a_gap_and_the_server_explains_them()
    {
        await using var client = ClientOf("4711");
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        await _admin.ExpectSubscribersAsync("news", 1);

        await InjectAsync("""{"kind":"drop","cohort":{"topic":"news"}}""");
        await _admin.PublishAsync("news", "1");
        Assert.Equal("gap injected True", await log.NextAsync());
        await _admin.DeleteAsync("/api/faults");
        await _admin.PublishAsync("news", "2");
        Assert.Equal("2 at 2", await log.NextAsync());

        await Eventually.HoldsAsync(async () =>
        {
            var explanation = (await _admin.GetAsync("/api/explain?user=4711&topic=news&offset=1")).Json;
            Assert.Equal("injected_fault", explanation.GetProperty("verdict").GetString());
        });
    }

    [Fact]
    public async Task A_duplicate_is_told_once_to_the_application()
    {
        using var json = await TestClient.OpenJsonAsync(_server.PushUri, "Authorization", $"Bearer {TestIssuer.For("4712")}");
        await json.ReceiveWelcomeAsync();
        await json.SubscribeAsync("news");
        await using var client = ClientOf("4711");
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        await _admin.ExpectSubscribersAsync("news", 2);

        await InjectAsync("""{"kind":"duplicate","cohort":{"share":1}}""");
        await _admin.PublishAsync("news", "1");
        await _admin.PublishAsync("news", "2");

        Assert.Equal("1 at 1", await log.NextAsync());
        Assert.Equal("2 at 2", await log.NextAsync());
        var offsets = new List<int>();
        for (var i = 0; i < 4; i++)
            offsets.Add((await json.ReceiveJsonAsync()).GetProperty("offset").GetInt32());
        Assert.Equal([1, 1, 2, 2], offsets);
    }

    [TypeScriptFact]
    public async Task The_package_for_JavaScript_reconnects_tells_gaps_and_skips_duplicates()
    {
        await using var client = await TypeScriptClient.StartAsync(TypeScriptClient.InNode, _server.AdminUri);
        await client.RunAsync($$"""
            const client = wsactors.createClient("{{_server.PushUri.AbsoluteUri}}connect", { token: "{{TestIssuer.For("4711")}}", minBackOff: 50, maxBackOff: 200 });
            const news = client.subscribe("news");
            news.on("message", ({ data, offset }) => console.log(`${data} at ${offset}`));
            news.on("gap", ({ from, to, reason, reload }) => console.log(`${from}-${to} ${reason} ${reload}`));
            """);
        await _admin.ExpectSubscribersAsync("news", 1);

        await InjectAsync("""{"kind":"duplicate","cohort":{"share":1}}""");
        await _admin.PublishAsync("news", "twice");
        Assert.Equal("twice at 1", await client.NextLineAsync());
        await _admin.DeleteAsync("/api/faults");
        await InjectAsync("""{"kind":"drop","cohort":{"user":"4711"}}""");
        await _admin.PublishAsync("news", "lost");
        Assert.Equal("2-2 injected true", await client.NextLineAsync());
        await _admin.DeleteAsync("/api/faults");
        var before = await ConnectionAsync();
        await InjectAsync("""{"kind":"close","cohort":{"topic":"news"},"closeCode":4100,"delayMs":0,"lastsSeconds":1}""");
        await Eventually.HoldsAsync(async () => Assert.NotEqual(before, await ConnectionAsync()));
        await _admin.PublishAsync("news", "after");
        Assert.Equal("after at 3", await client.NextLineAsync());
    }

    [Fact]
    public async Task A_delay_and_a_throttle_let_everything_through_in_order()
    {
        using var json = await TestClient.OpenJsonAsync(_server.PushUri, "Authorization", $"Bearer {TestIssuer.For("4711")}");
        await json.ReceiveWelcomeAsync();
        await json.SubscribeAsync("news");

        await InjectAsync("""{"kind":"delay","cohort":{"share":1},"delayMs":50}""");
        await InjectAsync("""{"kind":"throttle","cohort":{"user":"4711"},"bytesPerSecond":20000}""");
        for (var i = 1; i <= 20; i++)
            await _admin.PublishAsync("news", new string('x', 500));

        for (var i = 1; i <= 20; i++)
            Assert.Equal(i, (await json.ReceiveJsonAsync()).GetProperty("offset").GetInt32());
        Assert.True((await _admin.MetricsAsync()).Value("wsactors_faults_injected_total", ("kind", "throttle")) >= 1);
    }

    [Fact]
    public async Task Everyone_sees_that_faults_are_injected()
    {
        await _server.ExpectLoggedAsync("Fault injection is on (WsActors:FaultInjection:Enabled)");
        Assert.Equal("alive; fault injection is on, faults injected now: 0\n", (await _admin.GetAsync("/healthz")).Body);

        await InjectAsync("""{"kind":"delay","cohort":{"share":0.1},"delayMs":100}""");

        Assert.Equal("alive; fault injection is on, faults injected now: 1\n", (await _admin.GetAsync("/healthz")).Body);
        Assert.Equal(1, (await _admin.GetAsync("/api/node")).Json.GetProperty("injectedFaults").GetInt32());
        Assert.Equal(1, (await _admin.MetricsAsync()).Value("wsactors_faults_active"));
        await _server.ExpectLoggedAsync("Fault f1 is injected");
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(_server.AdminUri, "/api/topics"));
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("WsActors-Injected-Faults")));
    }

    [Fact]
    public async Task Faults_are_listed_and_ended()
    {
        await InjectAsync("""{"kind":"close","cohort":{"user":"nobody"},"closeCode":4101}""");
        await InjectAsync("""{"kind":"drop","cohort":{"topic":"none"},"probability":0.25,"lastsSeconds":3600}""");

        var list = (await _admin.GetAsync("/api/faults")).Json;
        Assert.True(list.GetProperty("enabled").GetBoolean());
        Assert.Equal(
            ["f1 close 1000", "f2 drop 0.25"],
            list.GetProperty("faults").EnumerateArray().Select(fault => $"{Text(fault, "id")} {Text(fault, "kind")} {Text(fault, "delayMs")}{Text(fault, "probability")}"));
        (await _admin.DeleteAsync("/api/faults/f9")).ExpectProblem(HttpStatusCode.NotFound, "unknown_fault");
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync("/api/faults/f1")).Status);
        Assert.Equal("f2", Text(Assert.Single((await _admin.DeleteAsync("/api/faults")).Json.GetProperty("faults").EnumerateArray()), "id"));

        for (var i = 0; i < 16; i++)
            await InjectAsync("""{"kind":"delay","cohort":{"user":"nobody"},"delayMs":1}""");
        (await _admin.PostAsync("/api/faults", """{"kind":"delay","cohort":{"user":"nobody"},"delayMs":1}""")).ExpectProblem(HttpStatusCode.Conflict, "too_many_faults");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).ToString();

    private WsActorsClient ClientOf(string user) => new(
        new Uri(_server.PushUri, "/connect"), new WsActorsClientOptions { Token = _ => new ValueTask<string?>(TestIssuer.For(user)), TimeProvider = new FastTime() });

    private async Task<string?> ConnectionAsync()
    {
        var connections = (await _admin.GetAsync("/api/connections?user=4711")).Json.GetProperty("connections").EnumerateArray().ToArray();
        return Assert.Single(connections).GetProperty("id").GetString();
    }

    /// <summary>Injects a fault.</summary>
    /// <returns>Its id.</returns>
    private async Task<string> InjectAsync(string body)
    {
        var answer = await _admin.PostAsync("/api/faults", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Body);
        return answer.Json.GetProperty("id").GetString()!;
    }
}
