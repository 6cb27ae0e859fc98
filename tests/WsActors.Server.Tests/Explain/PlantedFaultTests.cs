using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Explain;

/// <summary>"User 4711 says nothing arrives": faults that are planted, and the cause that the server names.</summary>
[Trait("Speed", "Slow")]
public sealed class PlantedFaultTests : IAsyncLifetime
{
    private static readonly string Piece = new('x', 60_000);

    private RunningServer? _server;

    private TestIssuer Issuer { get; } = new();

    private AdminClient Admin { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(Issuer),
            "--WsActors:Push:OutboxBytes=262144",
            "--WsActors:Topics:Rules:0:Match=editors.*",
            "--WsActors:Topics:Rules:0:Subscribe=Claim",
            "--WsActors:Topics:Rules:0:SubscribeClaim=role=editor",
            "--WsActors:Topics:Rules:1:Match=latest.*",
            "--WsActors:Topics:Rules:1:Delivery=Latest",
            "--WsActors:Topics:Rules:2:Match=kept.*",
            "--WsActors:Topics:Rules:2:History:Messages=100",
        ]);
        Admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        Issuer.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_is_not_subscribed()
    {
        using var client = await OpenAsync("4711");
        await client.SubscribeAsync("orders.43");
        await Admin.PublishAsync("orders.42", "x");

        var explanation = await ExpectAsync("not_subscribed", "4711", "orders.42");
        var evidence = explanation.GetProperty("findings")[0].GetProperty("evidence");
        Assert.Equal((client.Id, "orders.43"), (evidence.GetProperty("connection").GetString(), evidence.GetProperty("nearest").GetString()));
    }

    [Fact]
    public async Task A_client_without_permission()
    {
        using var client = await OpenAsync("4711");
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"editors.news"}""");
        Assert.Equal("subscribe_forbidden", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
        await Admin.PublishAsync("editors.news", "x");

        var explanation = await ExpectAsync("not_allowed", "4711", "editors.news");
        Assert.Equal("editors.*", explanation.GetProperty("findings")[0].GetProperty("evidence").GetProperty("rule").GetString());
    }

    [Fact]
    public async Task A_client_that_reads_too_slowly_and_was_closed()
    {
        using var stopped = await OpenStoppedAsync("4711", "orders.42");
        for (var sent = 0; sent < 1000 && (await Admin.ConnectionsOfAsync("orders.42")).Length > 0; sent++)
            await Admin.PublishAsync("orders.42", Piece);

        await ExpectAsync("slow_reader_closed", "4711", "orders.42");
        var tombstone = Assert.Single((await Admin.GetAsync("/api/tombstones?user=4711&topic=orders.42")).Json.GetProperty("tombstones").EnumerateArray());
        Assert.Equal(("server", 4100, "slow_consumer"), (tombstone.GetProperty("endedBy").GetString(), tombstone.GetProperty("code").GetInt32(), tombstone.GetProperty("codeName").GetString()));
    }

    [Fact]
    public async Task A_client_that_reads_too_slowly_and_lost_messages_to_the_topics_policy()
    {
        using var stopped = await OpenStoppedAsync("4711", "latest.42");
        for (var sent = 0; sent < 1000 && (await ExplainAsync("4711", "latest.42")).GetProperty("verdict").GetString() != "dropped"; sent++)
            await Admin.PublishAsync("latest.42", Piece);

        var evidence = (await ExpectAsync("dropped", "4711", "latest.42")).GetProperty("findings")[0].GetProperty("evidence");
        var offset = evidence.GetProperty("from").GetInt64();
        Assert.Equal("Latest", evidence.GetProperty("policy").GetString());
        await ExpectAsync("dropped", "4711", "latest.42", offset);
        Assert.NotEqual("dropped", (await ExplainAsync("4711", "latest.42", offset - 1)).GetProperty("verdict").GetString());

        var connection = Assert.Single(await Admin.ConnectionsOfAsync("latest.42"));
        var detail = (await Admin.GetAsync($"/api/connections/{connection.GetProperty("id").GetString()}")).Json.GetProperty("detail");
        Assert.Equal("latest.42", detail.GetProperty("drops")[0].GetProperty("topic").GetString());
        Assert.NotEqual(JsonValueKind.Null, detail.GetProperty("sendWaitsSince").ValueKind);
    }

    [Fact]
    public async Task A_client_behind_a_proxy_that_cuts_it()
    {
        // Again and again: on a busy machine, an end may be noticed late.
        await Eventually.HoldsAsync(async () =>
        {
            using (await OpenStoppedAsync("4711", "orders.42"))
            {
                // The timeout of the proxy.
                await Task.Delay(TimeSpan.FromSeconds(1.3));
            }

            var explanation = await ExpectAsync("not_connected", "4711", "orders.42");
            Assert.Contains("proxy_timeout", explanation.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));
            Assert.Contains("proxy", explanation.GetProperty("next").GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_publisher_that_uses_a_wrong_topic()
    {
        using var client = await OpenAsync("4711");
        await client.SubscribeAsync("prices.gold");
        await Admin.PublishAsync("price.gold", "x");

        var explanation = await ExpectAsync("nothing_published", "4711", "prices.gold");
        Assert.Contains("price.gold", explanation.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_fault_the_message_was_written_to_the_socket()
    {
        using var client = await OpenAsync("4711");
        await client.SubscribeAsync("kept.42");
        await Admin.PublishAsync("kept.42", "x");
        await client.ReceiveJsonAsync();

        var explanation = await ExpectAsync("written", "4711", "kept.42", 1);
        Assert.Contains(client.Id, explanation.GetProperty("text").GetString(), StringComparison.Ordinal);
        await ExpectAsync("offset_unknown", "4711", "kept.42", 2);
    }

    [Fact]
    public async Task A_publication_that_excludes_the_connection_is_found_in_the_history()
    {
        using var client = await OpenAsync("4711");
        await client.SubscribeAsync("kept.43");
        var request = Admin.Request(HttpMethod.Post, "/api/topics/kept.43/messages");
        request.Headers.Add("WsActors-Except", client.Id);
        request.Content = new StringContent("x");
        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(request)).Status);

        await ExpectAsync("excepted", "4711", "kept.43", 1);
    }

    [Fact]
    public async Task A_user_whom_nobody_has_seen() => await ExpectAsync("never_connected", "4712", "orders.42");

    [Theory]
    [InlineData("topic=a", "malformed_request")]
    [InlineData("user=4711", "invalid_topic")]
    [InlineData("user=4711&topic=", "invalid_topic")]
    [InlineData("user=4711&topic=a&offset=0", "invalid_since")]
    [InlineData("user=4711&topic=a&offset=x", "malformed_request")]
    public async Task A_wrong_query_is_400(string query, string code) =>
        (await Admin.GetAsync($"/api/explain?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);

    private async Task<TestClient> OpenAsync(string user)
    {
        var client = await TestClient.OpenJsonAsync(_server!.PushUri, "Authorization", $"Bearer {TestIssuer.For(user)}");
        await client.ReceiveWelcomeAsync();
        return client;
    }

    // Reads nothing more, and ends without a close frame when it is disposed.
    private async Task<RawClient> OpenStoppedAsync(string user, string topic)
    {
        var client = await RawClient.OpenAsync(
            _server!.PushUri, $"/topics/{topic}", receiveBytes: 4096, $"Authorization: Bearer {TestIssuer.For(user)}\r\n");
        await Admin.ExpectSubscribersAsync(topic, 1);
        return client;
    }

    private async Task<JsonElement> ExpectAsync(string verdict, string user, string topic, long? offset = null)
    {
        var explanation = await ExplainAsync(user, topic, offset);
        Assert.True(explanation.GetProperty("verdict").GetString() == verdict, explanation.ToString());
        return explanation;
    }

    private async Task<JsonElement> ExplainAsync(string user, string topic, long? offset = null)
    {
        var answer = await Admin.GetAsync($"/api/explain?user={user}&topic={topic}{(offset is null ? string.Empty : $"&offset={offset}")}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }
}
