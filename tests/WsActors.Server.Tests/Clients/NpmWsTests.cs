using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Clients;

/// <summary>npm's <c>ws</c>, the client of most Node.js programs, against the real server.</summary>
[Trait("Speed", "Slow")]
public sealed class NpmWsTests(PushServer server) : IClassFixture<PushServer>
{
    private const string Json = "wsactors.v1.json";

    [NodeFact]
    public async Task Plain_mode_delivers_text_as_text_and_bytes_as_binary()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/topics/npm.plain"));

        await server.PublishTextAsync("npm.plain", "grüß dich 👋");
        await server.PublishBinaryAsync("npm.plain", [0, 255, 1, 254]);
        await server.PublishJsonAsync("npm.plain", """{"price":12.5}""");

        Assert.Equal("grüß dich 👋", await client.NextTextAsync());
        Assert.Equal([0, 255, 1, 254], await client.NextBinaryAsync());
        Assert.Equal("""{"price":12.5}""", await client.NextTextAsync());
    }

    [NodeFact]
    public async Task Json_protocol_delivers_a_thousand_publications_in_order()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/"), Json);
        await SubscribeAsync(client, "npm.thousand");

        foreach (var number in Enumerable.Range(0, 1000))
        {
            await server.PublishJsonAsync("npm.thousand", $$"""{"number":{{number}}}""");
        }

        var received = new List<int?>();
        while (received.Count < 1000)
        {
            var message = await client.NextJsonAsync();
            Assert.Equal("message", (string?)message["type"]);
            Assert.Equal("npm.thousand", (string?)message["topic"]);
            received.Add((int?)message["data"]!["number"]);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Cast<int?>(), received);
    }

    [NodeFact]
    public async Task Json_protocol_answers_a_ping_command_with_its_id()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/connect"), Json);
        await client.NextJsonAsync();

        await client.SendTextAsync("""{"id":"seven","type":"ping"}""");

        var answer = await client.NextJsonAsync();
        Assert.Equal("pong", (string?)answer["type"]);
        Assert.Equal("seven", (string?)answer["id"]);
    }

    [NodeFact]
    public async Task Ping_frame_is_answered_with_its_payload__RFC6455_5_5_3()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/topics/npm.ping"));

        await client.PingAsync("are you there?");

        Assert.Equal("are you there?", (string?)(await client.NextAsync("pong"))["text"]);
    }

    [NodeFact]
    public async Task Client_that_answers_the_servers_pings_stays_connected()
    {
        await using var quick = await RunningServer.StartAsync(
            "--WsActors:Push:KeepAliveInterval=00:00:01", "--WsActors:Push:PongTimeout=00:00:00.8");
        await using var client = await NpmWsClient.ConnectAsync(new Uri(quick.PushUri, "/topics/npm.kept"));

        // The second ping is only sent to a connection whose first one was answered.
        await client.NextAsync("ping");
        await client.NextAsync("ping");
        await client.PingAsync("still here");

        Assert.Equal("still here", (string?)(await client.NextAsync("pong"))["text"]);
    }

    [NodeFact]
    public async Task Close_by_the_client_is_answered_with_its_code__RFC6455_5_5_1()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/topics/npm.close"));

        await client.CloseAsync(4321, "had enough");

        Assert.Equal(4321, (int?)(await client.NextAsync("close"))["code"]);
    }

    [NodeFact]
    public async Task Close_by_an_operator_reaches_the_client_with_its_code()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/"), Json);
        var welcome = await client.NextJsonAsync();

        await server.DisconnectAsync((string)welcome["connection"]!);

        Assert.Equal(4000, (int?)(await client.NextAsync("close"))["code"]);
    }

    [NodeFact]
    public async Task Client_that_may_not_publish_is_closed_by_policy__RFC6455_7_4_1()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/topics/npm.readonly"));

        await client.SendTextAsync("let me in");

        Assert.Equal(1008, (int?)(await client.NextAsync("close"))["code"]);
    }

    [NodeFact]
    public async Task Echo_returns_text_and_a_megabyte_of_bytes()
    {
        await using var client = await NpmWsClient.ConnectAsync(server.Push("/echo"));
        var megabyte = new byte[1024 * 1024];
        new Random(6455).NextBytes(megabyte);

        await client.SendTextAsync("hello, hello");
        await client.SendBinaryAsync(megabyte);

        Assert.Equal("hello, hello", await client.NextTextAsync());
        Assert.Equal(megabyte, await client.NextBinaryAsync());
    }

    [NodeFact]
    public async Task Unknown_path_is_refused_with_404_and_one_line()
    {
        await using var client = NpmWsClient.Begin(server.Push("/nowhere"));

        var refused = await client.NextAsync("refused");

        Assert.Equal(404, (int?)refused["status"]);
        Assert.Matches("^[^\n]+\n?$", (string)refused["body"]!);
    }

    private static async Task SubscribeAsync(NpmWsClient client, string topic)
    {
        Assert.Equal("welcome", (string?)(await client.NextJsonAsync())["type"]);
        await client.SendTextAsync(new JsonObject { ["id"] = 1, ["type"] = "subscribe", ["topic"] = topic }.ToJsonString());
        var subscribed = await client.NextJsonAsync();
        Assert.Equal("subscribed", (string?)subscribed["type"]);
        Assert.Equal(1, (int?)subscribed["id"]);
    }
}
