using System.Net;
using System.Text.Json;
using WsActors.Client;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>The calls that send clients away: a drain with a rate, its progress, its abort, and a rebalance.</summary>
[Trait("Speed", "Slow")]
public sealed class DrainCallTests
{
    [Fact]
    public async Task A_drain_that_keeps_the_process_can_be_watched_and_aborted_and_the_node_is_ready_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var first = await TestClient.OpenJsonAsync(server.PushUri);
        using var second = await TestClient.OpenJsonAsync(server.PushUri);
        using var third = await TestClient.OpenJsonAsync(server.PushUri);
        Assert.Equal("none", (await ProgressAsync(admin)).GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.Accepted, (await admin.PostAsync("/api/node/drain?stop=false&rate=1")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await admin.GetAsync("/readyz")).Status);
        var progress = await ProgressAsync(admin);
        Assert.Equal(("draining", 3, 1), (progress.GetProperty("state").GetString(), progress.GetProperty("total").GetInt32(), progress.GetProperty("ratePerSecond").GetInt32()));
        Assert.True(progress.GetProperty("estimatedEnd").GetDateTimeOffset() > progress.GetProperty("startedAt").GetDateTimeOffset());

        var aborted = await admin.DeleteAsync("/api/node/drain");

        Assert.Equal((HttpStatusCode.OK, "aborted"), (aborted.Status, aborted.Json.GetProperty("state").GetString()));
        Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body);
        using var late = await TestClient.OpenJsonAsync(server.PushUri);
        await late.SubscribeAsync("news");
        (await admin.DeleteAsync("/api/node/drain")).ExpectProblem(HttpStatusCode.Conflict, "nothing_to_abort");
    }

    [Fact]
    public async Task A_drain_that_stops_the_process_cannot_be_aborted()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:CloseTimeout=00:05:00", "--WsActors:Drain:Timeout=00:05:00");
        using var admin = new AdminClient(server.AdminUri);
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");
        await admin.PostAsync("/api/node/drain?rate=10");

        (await admin.DeleteAsync("/api/node/drain")).ExpectProblem(HttpStatusCode.Conflict, "stopping");
        (await admin.PostAsync("/api/node/rebalance?share=1")).ExpectProblem(HttpStatusCode.Conflict, "drain_under_way");

        mute.Dispose();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_drain_that_has_finished_cannot_be_aborted()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await admin.PostAsync("/api/node/drain?stop=false");
        await Eventually.HoldsAsync(async () => Assert.Equal("drained", (await admin.GetAsync("/api/node")).Json.GetProperty("state").GetString()));

        (await admin.DeleteAsync("/api/node/drain")).ExpectProblem(HttpStatusCode.Conflict, "drain_finished");
    }

    [Fact]
    public async Task A_rebalance_sends_clients_away_and_the_packages_client_returns_without_losing_anything()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");
        using var admin = new AdminClient(server.AdminUri);
        using var json = await TestClient.OpenJsonAsync(server.PushUri);
        await using var client = new WsActorsClient(new Uri(server.PushUri, "/connect"), new WsActorsClientOptions());
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        await admin.ExpectSubscribersAsync("news", 1);

        var answer = await admin.PostAsync("/api/node/rebalance?share=1");
        await admin.PublishAsync("news", "meanwhile");

        Assert.Equal((HttpStatusCode.Accepted, 2), (answer.Status, answer.Json.GetProperty("total").GetInt32()));
        var goodbye = await json.ReceiveJsonAsync();
        Assert.Equal(("goodbye", "rebalance"), (goodbye.GetProperty("type").GetString(), goodbye.GetProperty("reason").GetString()));
        Assert.InRange(goodbye.GetProperty("reconnectAfterMs").GetInt32(), 0, 2500);
        Assert.Equal(4202, (int)await json.ReceiveCloseAsync());
        Assert.Equal("meanwhile at 1", await log.NextAsync());
        Assert.Equal("ready\n", (await admin.GetAsync("/readyz")).Body);
        await Eventually.HoldsAsync(async () => Assert.Equal("finished", (await ProgressAsync(admin)).GetProperty("state").GetString()));
        Assert.Equal(2, (await admin.MetricsAsync()).Value("wsactors_goodbyes_total", ("cause", "rebalance")));
    }

    private static async Task<JsonElement> ProgressAsync(AdminClient admin) => (await admin.GetAsync("/api/node/drain")).Json;
}
