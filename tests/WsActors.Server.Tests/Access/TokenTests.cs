using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Access;

/// <summary>Good tokens: who their bearers are and what they may do.</summary>
public sealed class TokenTests(TokenServer server) : IClassFixture<TokenServer>
{
    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_of_each_algorithm_is_taken_and_names_the_user(string algorithm)
    {
        var token = algorithm switch
        {
            "HS256" => TestIssuer.For("ann"),
            "RS256" => server.Issuer.SignByRsa(TestIssuer.Claims()),
            _ => server.Issuer.SignByEcdsa(TestIssuer.Claims()),
        };
        using var client = await server.OpenAsync(token);

        Assert.Equal("ann", (await client.ReceiveJsonAsync()).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("/connect?access_token={0}", "")]
    [InlineData("/connect", "Authorization: Bearer {0}\r\n")]
    [InlineData("/connect", "Sec-WebSocket-Protocol: wsactors.v1.json, bearer.{0}\r\n")]
    [InlineData("/connect", "Sec-WebSocket-Protocol: bearer.{0}\r\n")]
    public async Task A_token_is_taken_wherever_it_stands(string path, string header)
    {
        var token = TestIssuer.For("ann");
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To(
            path.Replace("{0}", token, StringComparison.Ordinal), header.Replace("{0}", token, StringComparison.Ordinal)));

        var head = await client.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.DoesNotContain("bearer", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"user\":\"ann\"", (await client.ReceiveFrameAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_a_kid_is_tried_with_the_keys_of_its_algorithm()
    {
        using var client = await server.OpenAsync(server.Issuer.SignByRsa(TestIssuer.Claims(), kid: null));

        Assert.Equal("ann", (await client.ReceiveJsonAsync()).GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_stranger_may_come_in_and_is_nobody()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/connect");

        Assert.Equal(JsonValueKind.Null, (await client.ReceiveJsonAsync()).GetProperty("user").ValueKind);
        await ExpectAsync(client, "members.lounge", allowed: false);
    }

    [Theory]
    [InlineData("users.ann.inbox", true)]
    [InlineData("users.ben.inbox", false)]
    [InlineData("users.ann", true)]
    [InlineData("users.an.inbox", false)]
    [InlineData("users.ANN.inbox", false)]
    [InlineData("users.{user}.inbox", false)]
    [InlineData("users.*.inbox", false)]
    [InlineData("members.lounge", true)]
    [InlineData("editors.desk", false)]
    [InlineData("listed.a", false)]
    public async Task A_user_subscribes_to_what_the_rules_give_it(string topic, bool allowed)
    {
        using var client = await OpenAsync(TestIssuer.For("ann"));

        await ExpectAsync(client, topic, allowed);
    }

    [Theory]
    [InlineData("*", "users.ann.inbox", false)]
    [InlineData("*", "users.*.inbox", true)]
    [InlineData("ann.inbox", "users.ann.inbox", false)]
    [InlineData("ann.b", "users.ann%2Eb.inbox", true)]
    [InlineData("ann%2Eb", "users.ann%2Eb.inbox", false)]
    [InlineData("{user}", "users.ann.inbox", false)]
    [InlineData("$node", "users.$node.inbox", false)]
    public async Task A_users_id_never_reaches_over_its_segment(string user, string topic, bool allowed)
    {
        using var client = await OpenAsync(TestIssuer.For(user));

        await ExpectAsync(client, topic, allowed);
    }

    [Fact]
    public async Task A_claim_that_the_rule_asks_for_opens_the_topic()
    {
        using var editor = await OpenAsync(TestIssuer.For("ann", ("realm", new { roles = new[] { "reader", "editor" } })));
        using var reader = await OpenAsync(TestIssuer.For("ben", ("realm", new { roles = new[] { "reader" } })));

        await ExpectAsync(editor, "editors.desk", allowed: true);
        await ExpectAsync(reader, "editors.desk", allowed: false);
    }

    [Theory]
    [InlineData("news.sport", true)]
    [InlineData("news", false)]
    [InlineData("news.", true)]
    [InlineData("snews.sport", false)]
    [InlineData("News.sport", false)]
    [InlineData("listed.ann.a", true)]
    [InlineData("listed.ben.a", false)]
    [InlineData("users.ann.inbox", false)]
    [InlineData("$node.stats", false)]
    public async Task A_token_that_lists_topics_opens_them_and_closes_all_others(string topic, bool allowed)
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("subscribe", new[] { "news.*", "listed.{user}.*" })));

        await ExpectAsync(client, topic, allowed);
    }

    [Theory]
    [InlineData("room.7", "published")]
    [InlineData("room.8", "error")]
    [InlineData("users.ann.x", "error")]
    public async Task A_token_that_lists_topics_lets_its_bearer_publish_to_them_alone(string topic, string answer)
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("publish", new[] { "room.7" })));

        await client.SendAsync($$"""{"type":"publish","id":1,"topic":"{{topic}}","data":1}""");

        Assert.Equal(answer, (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task History_of_a_closed_topic_is_closed_too()
    {
        using var client = await OpenAsync(TestIssuer.For("ann"));
        await client.SendAsync("""{"type":"history","id":1,"topic":"users.ben.inbox"}""");

        Assert.Equal("subscribe_forbidden", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_client_is_subscribed_from_the_start_to_what_its_token_says()
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("topics", new[] { "users.{user}.inbox" })));

        Assert.Equal("users.ann.inbox", (await client.ReceiveJsonAsync()).GetProperty("topic").GetString());
        await server.Admin.PublishAsync("users.ann.inbox", "for you");
        Assert.Equal("for you", (await client.ReceiveJsonAsync()).GetProperty("data").GetString());
    }

    [Fact]
    public async Task A_token_may_allow_fewer_subscriptions_than_the_node()
    {
        using var client = await server.OpenAsync(TestIssuer.For("ann", ("max_subscriptions", 1)));
        Assert.Equal(1, (await client.ReceiveJsonAsync()).GetProperty("limits").GetProperty("maxSubscriptions").GetInt32());
        await client.SubscribeAsync("one");

        await client.SendAsync("""{"type":"subscribe","id":2,"topic":"two"}""");
        Assert.Equal("too_many_subscriptions", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    // A hundredth of the default limit, and so a hundredth of its burst: 20 commands.
    [Fact]
    public async Task A_token_may_allow_fewer_commands_than_the_node()
    {
        using var client = await server.OpenAsync(TestIssuer.For("ann", ("commands_per_second", 1)));
        await client.ReceiveJsonAsync();
        for (var i = 0; i < 25; i++)
            await client.SendAsync($$"""{"type":"ping","id":{{i}}}""");

        var answers = new List<string>();
        for (var i = 0; i < 25; i++)
            answers.Add((await client.ReceiveJsonAsync()).GetProperty("type").GetString()!);
        Assert.Contains("pong", answers);
        Assert.Contains("error", answers);
    }

    [Fact]
    public async Task Plain_connections_event_streams_and_polls_are_judged_the_same()
    {
        var token = TestIssuer.For("ann");
        using var plain = await TestClient.OpenAsync(server.PushUri, $"/topics/users.ann.plain?access_token={token}");
        using var stream = await EventStream.OpenAsync(Http($"/topics/users.ann.stream?access_token={token}"));
        await stream.NextAsync("data");
        await server.Admin.PublishAsync("users.ann.stream", "for you");
        Assert.Equal("for you", await stream.NextAsync("data"));

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(Http($"/topics/users.ben.x?poll=true&access_token={token}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(Http($"/topics/users.ann.x?poll=true&access_token={token}x"))).StatusCode);
    }

    [Fact]
    public async Task Nothing_of_a_token_is_shown_anywhere()
    {
        var good = TestIssuer.For("zoe", ("subscribe", new[] { "zoes.*" }));
        using var byQuery = await OpenAsync(good);
        using var byHeader = await RawClient.ConnectAsync(server.PushUri);
        await byHeader.SendAsync(UpgradeRequest.To("/connect", $"Authorization: Bearer {good}\r\n"));
        await byHeader.ReceiveHeadAsync();
        await byQuery.SendAsync($$"""{"type":"refresh","id":1,"token":"{{good}}"}""");
        Assert.Equal("refreshed", (await byQuery.ReceiveJsonAsync()).GetProperty("type").GetString());
        await byQuery.SendAsync($$"""{"type":"refresh","id":2,"token":"{{good}}x"}""");
        Assert.Equal("invalid_token", (await byQuery.ReceiveJsonAsync()).GetProperty("code").GetString());
        var bad = TestIssuer.For("zoe", ("exp", 1));
        foreach (var form in new[] { "", "\r\nSec-WebSocket-Protocol: nonsense" })
        {
            using var client = await RawClient.ConnectAsync(server.PushUri);
            await client.SendAsync(UpgradeRequest.To($"/topics/a?access_token={bad}", form.Length == 0 ? null : $"X: y{form}\r\n"));
            await client.ReceiveToEndAsync();
        }

        var shown = string.Concat(
            server.Log,
            (await server.Admin.GetAsync("/api/connections?user=zoe")).Body,
            (await server.Admin.GetAsync("/api/topics")).Body,
            (await server.Admin.GetAsync("/metrics")).Body);
        Assert.Contains("handshake refused with 401 invalid_token", shown, StringComparison.Ordinal);
        foreach (var part in good.Split('.').Concat(bad.Split('.')))
            Assert.DoesNotContain(part, shown, StringComparison.Ordinal);
    }

    private Uri Http(string target) => new($"http://{server.PushUri.Authority}{target}");

    private async Task<TestClient> OpenAsync(string token)
    {
        var client = await server.OpenAsync(token);
        await client.ReceiveJsonAsync();
        return client;
    }

    private static async Task ExpectAsync(TestClient client, string topic, bool allowed)
    {
        await client.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}""");
        var answer = await client.ReceiveJsonAsync();
        if (allowed)
            Assert.Equal("subscribed", answer.GetProperty("type").GetString());
        else
            Assert.Equal("subscribe_forbidden", answer.GetProperty("code").GetString());
    }
}
