using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>The frames of one connection as an operator watches them.</summary>
public sealed class TapTests(TapServer server) : IClassFixture<TapServer>
{
    [Fact]
    public async Task The_frames_of_both_sides_come_as_they_pass()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var tap = await TapReader.OpenAsync(server.AdminUri, client.Id);
        await client.SubscribeAsync("tap.both");
        await server.Admin.PublishAsync("tap.both", "żółw <&>");
        await client.ReceiveJsonAsync();

        var subscribe = await tap.NextAsync("frame");
        Assert.Equal(("in", "text", true), (Text(subscribe, "direction"), Text(subscribe, "opcode"), subscribe.GetProperty("final").GetBoolean()));
        Assert.Equal("""{"type":"subscribe","id":"s","topic":"tap.both"}""", Text(subscribe, "payload"));
        Assert.Equal(48, subscribe.GetProperty("size").GetInt64());
        Assert.Equal(["masked"], subscribe.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
        Assert.Equal(["tap.both"], subscribe.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.InRange(DateTimeOffset.UtcNow - subscribe.GetProperty("at").GetDateTimeOffset(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.StartsWith("""{"type":"subscribed",""", Text(await tap.NextAsync("frame"), "payload"), StringComparison.Ordinal);
        var message = await tap.NextAsync("frame");
        Assert.Equal(("out", "żółw <&>"), (Text(message, "direction"), JsonDocument.Parse(Text(message, "payload")!).RootElement.GetProperty("data").GetString()));
    }

    [Fact]
    public async Task Frames_are_filtered_by_direction_opcode_and_topic_and_payloads_cut()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var sent = await TapReader.OpenAsync(server.AdminUri, client.Id, "?direction=in&payload=7");
        using var closes = await TapReader.OpenAsync(server.AdminUri, client.Id, "?opcode=close,ping&direction=out");
        using var topic = await TapReader.OpenAsync(server.AdminUri, client.Id, "?topic=tap.b&payload=0");
        await client.SubscribeAsync("tap.a");
        await client.SubscribeAsync("tap.b");
        await server.Admin.DeleteAsync($"/api/connections/{client.Id}?code=4001&reason=rules");
        await client.ReceiveCloseAsync();

        var first = await sent.NextAsync("frame");
        Assert.Equal(("{\"type\"", true), (Text(first, "payload"), first.GetProperty("truncated").GetBoolean()));
        Assert.Equal("in", Text(await sent.NextAsync("frame"), "direction"));
        Assert.Equal(("out", "close", "4001 rules"), await closes.FrameAsync());
        Assert.Equal(("in", "text", null), await topic.FrameAsync());
        Assert.Equal(("out", "text", null), await topic.FrameAsync());
        await topic.NextAsync("end");
    }

    [Fact]
    public async Task The_end_of_the_connection_is_the_end_of_the_tap()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var tap = await TapReader.OpenAsync(server.AdminUri, client.Id, "?opcode=text");
        await server.Admin.DeleteAsync($"/api/connections/{client.Id}?code=4001&reason=rules");
        await client.ReceiveCloseAsync();

        var end = await tap.NextAsync("end");
        Assert.Equal(("connection", "closed", "rules"), (Text(end, "cause"), Text(end, "outcome"), Text(end, "reason")));
        Assert.Equal((4001, 0), (end.GetProperty("code").GetInt32(), end.GetProperty("frames").GetInt32()));
        await tap.ExpectEndOfStreamAsync();
    }

    [Theory]
    [InlineData("?frames=2", "frames")]
    [InlineData("?seconds=1", "seconds")]
    public async Task A_tap_ends_at_a_limit_of_its_own_and_the_connection_goes_on(string query, string cause)
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var tap = await TapReader.OpenAsync(server.AdminUri, client.Id, query);
        await client.ExpectPongAsync();
        await tap.NextAsync("frame");
        await tap.NextAsync("frame");

        var end = await tap.NextAsync("end");
        Assert.Equal((cause, 2), (Text(end, "cause"), end.GetProperty("frames").GetInt32()));
        Assert.False(end.TryGetProperty("outcome", out _));
        await tap.ExpectEndOfStreamAsync();
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task Tokens_and_redacted_topics_are_not_shown()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var tap = await TapReader.OpenAsync(server.AdminUri, client.Id);
        await client.SendAsync("""{"type":"refresh","token":"opaque-token"}""");
        await client.ReceiveJsonAsync();
        await client.SubscribeAsync("secret.a");
        await server.Admin.PublishAsync("secret.a", "nobody else's business");
        await client.ReceiveJsonAsync();

        var frames = new List<JsonElement>();
        for (var i = 0; i < 5; i++)
            frames.Add(await tap.NextAsync("frame"));
        Assert.Equal(["token", null, "rule", "rule", "rule"], frames.Select(frame => frame.TryGetProperty("withheld", out var cause) ? cause.GetString() : null));
        Assert.All(frames, frame => Assert.Equal(frame.TryGetProperty("withheld", out _), !frame.TryGetProperty("payload", out _)));
        Assert.Equal(["secret.a"], frames[4].GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.True(frames[4].GetProperty("size").GetInt64() > 20);
    }

    [Fact]
    public async Task Too_many_taps_are_refused_until_a_reader_leaves()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Push:MaxTaps=1");
        using var admin = new AdminClient(small.AdminUri);
        using var client = await TestClient.OpenJsonAsync(small.PushUri);
        using (await TapReader.OpenAsync(small.AdminUri, client.Id))
        {
            var refused = await admin.GetAsync($"/api/connections/{client.Id}/tap");
            refused.ExpectProblem(HttpStatusCode.TooManyRequests, "too_many_taps");
            Assert.Contains("WsActors:Push:MaxTaps", refused.Detail, StringComparison.Ordinal);
            Assert.Equal(1, (await admin.MetricsAsync()).Value("wsactors_taps"));
        }

        await Eventually.HoldsAsync(async () => Assert.Equal(0, (await admin.MetricsAsync()).Value("wsactors_taps")));
        using var next = await TapReader.OpenAsync(small.AdminUri, client.Id);
        await client.ExpectPongAsync();
        await next.NextAsync("frame");
    }

    [Fact]
    public async Task Taps_can_be_switched_off()
    {
        await using var without = await RunningServer.StartAsync("--WsActors:Push:MaxTaps=0");
        using var admin = new AdminClient(without.AdminUri);
        using var client = await TestClient.OpenJsonAsync(without.PushUri);

        (await admin.GetAsync($"/api/connections/{client.Id}/tap")).ExpectProblem(HttpStatusCode.Forbidden, "taps_off");
    }

    [Fact]
    public async Task A_node_that_stops_ends_its_taps()
    {
        await using var stopping = await RunningServer.StartAsync("--WsActors:Drain:ConnectionsPerSecond=1000");
        using var client = await TestClient.OpenJsonAsync(stopping.PushUri);
        using var tap = await TapReader.OpenAsync(stopping.AdminUri, client.Id, "?opcode=ping");
        await stopping.TerminateAsync();

        Assert.Matches("^(connection|node)$", Text(await tap.NextAsync("end"), "cause"));
        Assert.Equal(0, await stopping.WaitForExitAsync());
    }

    [Fact]
    public async Task An_event_stream_is_refused_because_it_has_no_frames()
    {
        using var stream = await EventStream.OpenAsync(new UriBuilder(server.PushUri) { Scheme = "http", Path = "/topics/tap.stream" }.Uri);
        await server.Admin.ExpectSubscribersAsync("tap.stream", 1);
        var id = Assert.Single(await server.Admin.ConnectionsOfAsync("tap.stream")).GetProperty("id").GetString();

        (await server.Admin.GetAsync($"/api/connections/{id}/tap")).ExpectProblem(HttpStatusCode.Conflict, "no_frames");
    }

    [Theory]
    [InlineData("0000000000000000")]
    [InlineData("nobody")]
    public async Task An_unknown_connection_is_404(string id) =>
        (await server.Admin.GetAsync($"/api/connections/{id}/tap")).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");

    [Theory]
    [InlineData("direction=both", "invalid_tap")]
    [InlineData("opcode=text,loud", "invalid_tap")]
    [InlineData("opcode=", "invalid_tap")]
    [InlineData("topic=", "invalid_tap")]
    [InlineData("payload=65537", "invalid_tap")]
    [InlineData("payload=-1", "invalid_tap")]
    [InlineData("seconds=0", "invalid_tap")]
    [InlineData("seconds=3601", "invalid_tap")]
    [InlineData("frames=0", "invalid_tap")]
    [InlineData("frames=many", "malformed_request")]
    public async Task A_wrong_filter_is_400(string query, string code) =>
        (await server.Admin.GetAsync($"/api/connections/0000000000000000/tap?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_tap_is_logged_when_it_begins_and_also_if_it_is_refused()
    {
        await using var audited = await RunningServer.StartAsync();
        using var admin = new AdminClient(audited.AdminUri);
        using var client = await TestClient.OpenJsonAsync(audited.PushUri);
        using var tap = await TapReader.OpenAsync(audited.AdminUri, client.Id);
        await audited.ExpectLoggedAsync($"GET /api/connections/{{id}}/tap id={client.Id}: 200 in ");

        await admin.GetAsync("/api/connections/0000000000000000/tap");
        await audited.ExpectLoggedAsync("GET /api/connections/{id}/tap id=0000000000000000: 404 in ");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
