namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A client of the JSON protocol that asks for nonsense gets an error under its id, and its connection goes on.</summary>
[Collection(SharedServer.Name)]
public sealed class BadCommandTests(SharedServer server)
{
    [Theory]
    [InlineData("hello", "malformed_command")]
    [InlineData("", "malformed_command")]
    [InlineData("[1, 2]", "malformed_command")]
    [InlineData("{\"type\":\"ping\"", "malformed_command")]
    [InlineData("{\"type\":\"ping\"} {\"type\":\"ping\"}", "malformed_command")]
    [InlineData("{\"id\":1}", "malformed_command")]
    [InlineData("{\"type\":5,\"id\":1}", "malformed_command")]
    [InlineData("{\"type\":\"ping\",\"id\":{}}", "malformed_command")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1}", "malformed_command")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":7}", "malformed_command")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"news\",\"since\":3}", "malformed_command")]
    [InlineData("{\"type\":\"publish\",\"id\":1,\"topic\":\"chat.a\"}", "malformed_command")]
    [InlineData("{\"type\":\"dance\",\"id\":1}", "unknown_command")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"\"}", "invalid_topic")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"a\\u0000b\"}", "invalid_topic")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"$no.such\"}", "unknown_topic")]
    [InlineData("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"closed.shop\"}", "subscribe_forbidden")]
    [InlineData("{\"type\":\"publish\",\"id\":1,\"topic\":\"news\",\"data\":1}", "publish_forbidden")]
    [InlineData("{\"type\":\"publish\",\"id\":1,\"topic\":\"$node.stats\",\"data\":1}", "publish_forbidden")]
    [InlineData("{\"type\":\"unsubscribe\",\"id\":1,\"topic\":\"never\"}", "not_subscribed")]
    public async Task A_wrong_command_is_answered_with_an_error_and_the_connection_goes_on(string command, string code)
    {
        using var witness = await Witness.OpenAsync(server.PushUri, server.Admin);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync(witness.Topic);

        await client.SendAsync(command);

        var error = await client.ReceiveJsonAsync();
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        await server.ExpectLoggedAsync($"Connection {client.Id}: {code}");
        await client.ExpectPongAsync();
        await witness.ExpectUndisturbedAsync();
    }

    [Fact]
    public async Task An_error_carries_the_requests_id()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"dance","id":"waltz"}""");

        Assert.Equal("waltz", (await client.ReceiveJsonAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_topic_name_of_256_bytes_is_an_error()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{new string('x', 256)}}"}""");

        Assert.Equal("invalid_topic", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_binary_message_is_no_command()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendBinaryAsync([0, 255]);

        Assert.Equal("malformed_command", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task Plain_mode_has_no_words_for_an_unknown_topic_and_closes_with_1008()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/$no.such");

        Assert.Equal(1008, (int)await client.ReceiveCloseAsync());
        await server.ExpectLoggedAsync("closed by us with 1008 policy_violation: there is no topic $no.such");
    }
}
