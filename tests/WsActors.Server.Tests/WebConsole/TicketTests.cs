using System.Net.WebSockets;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>A ticket opens the node's figures on the push listener, and nothing else.</summary>
[Trait("Speed", "Slow")]
public sealed class TicketTests(ConsoleServer server) : IClassFixture<ConsoleServer>
{
    [Fact]
    public async Task It_reads_the_figures_that_no_client_may_read()
    {
        using var stranger = await TestClient.OpenJsonAsync(server.PushUri);
        await stranger.SendAsync("""{"type":"subscribe","id":1,"topic":"$node.stats"}""");
        Assert.Equal("subscribe_forbidden", (await stranger.ReceiveJsonAsync()).GetProperty("code").GetString());

        using var console = await OpenAsync(await TicketAsync());
        await console.SubscribeAsync("$node.stats");
        var message = await console.ReceiveJsonAsync();

        Assert.True(message.GetProperty("data").GetProperty("detail").GetProperty("handshakes").GetInt64() > 0);
    }

    [Theory]
    [InlineData("""{"type":"subscribe","id":1,"topic":"news"}""", "subscribe_forbidden")]
    [InlineData("""{"type":"history","id":1,"topic":"news"}""", "subscribe_forbidden")]
    [InlineData("""{"type":"publish","id":1,"topic":"news","data":1}""", "publish_forbidden")]
    [InlineData("""{"type":"publish","id":1,"topic":"$node.stats","data":1}""", "publish_forbidden")]
    public async Task It_opens_nothing_else_although_the_rules_let_strangers_do_so(string command, string code)
    {
        using var console = await OpenAsync(await TicketAsync());

        await console.SendAsync(command);

        Assert.Equal(code, (await console.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task It_is_renewed_on_the_same_connection()
    {
        using var console = await OpenAsync(await TicketAsync());

        await console.SendAsync($$"""{"type":"refresh","id":1,"token":"{{await TicketAsync()}}"}""");

        var answer = await console.ReceiveJsonAsync();
        Assert.Equal("refreshed", answer.GetProperty("type").GetString());
        Assert.True(answer.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Its_connection_stays_while_clients_are_sent_to_other_nodes()
    {
        using var console = await OpenAsync(await TicketAsync());
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        await server.Admin.PostAsync("/api/node/rebalance?share=1&rate=1000");

        Assert.Equal("goodbye", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal(4202, (int)await client.ReceiveCloseAsync());
        await Eventually.HoldsAsync(async () => Assert.Equal("finished", (await server.Admin.GetAsync("/api/node/drain")).Json.GetProperty("state").GetString()));
        await console.SendAsync($$"""{"type":"refresh","id":1,"token":"{{await TicketAsync()}}"}""");
        Assert.Equal("refreshed", (await console.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_forged_one_is_refused_and_counted()
    {
        var ticket = await TicketAsync();

        var fault = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync($"{ticket[..^3]}{(ticket[^3] == 'A' ? 'B' : 'A')}{ticket[^2..]}"));

        Assert.Contains("401", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await server.Admin.MetricsAsync()).Value("wsactors_authentication_failures_total", ("cause", "invalid_ticket")));
    }

    private async Task<string> TicketAsync() => (await server.Admin.PostAsync("/api/console/ticket")).Json.GetProperty("token").GetString()!;

    // A browser sends the token as a subprotocol.
    private async Task<TestClient> OpenAsync(string ticket)
    {
        var client = await TestClient.OpenJsonAsync(server.PushUri, offer: $"bearer.{ticket}");
        await client.ReceiveWelcomeAsync();
        return client;
    }
}
