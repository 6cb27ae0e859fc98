using System.Text;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>What is no WebSocket handshake gets the HTTP status that fits, with a line that says why.</summary>
[Collection(SharedServer.Name)]
public sealed class BadHandshakeTests(SharedServer server)
{
    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400)]
    [InlineData("hello, is anybody there?\r\n\r\n", 400)]
    [InlineData("GET /echo HTTP/1.1\r\nHost : localhost\r\n\r\n", 400)]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 426)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 405)]
    public async Task Garbage_and_plain_http_get_a_status(string sent, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await AnswerTo(sent), StringComparison.Ordinal);

    [Theory]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400)]
    [InlineData("Version: 13", "Version: 12", 426)]
    [InlineData("GET /echo", "GET /nowhere", 404)]
    [InlineData("GET /echo", "GET /topics/%ff", 400)]
    public async Task A_faulty_upgrade_gets_a_status(string replaced, string by, int status)
    {
        var request = RawClient.UpgradeRequest("/echo").Replace(replaced, by, StringComparison.Ordinal);

        Assert.StartsWith($"HTTP/1.1 {status} ", await AnswerTo(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_12_is_told_which_version_is_spoken_here__RFC6455_4_4()
    {
        var request = RawClient.UpgradeRequest("/echo").Replace("Version: 13", "Version: 12", StringComparison.Ordinal);

        Assert.Contains("Sec-WebSocket-Version: 13\r\n", await AnswerTo(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_one_megabyte_is_refused_and_costs_its_limit_only()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        var request = RawClient.UpgradeRequest("/echo", "X-Long: " + new string('x', 1 << 20) + "\r\n");
        await client.SendIgnoringResetAsync(Encoding.ASCII.GetBytes(request));

        var answer = Encoding.ASCII.GetString(await client.ReceiveToEndAsync());
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_drips_is_answered_408()
    {
        await using var quick = await RunningServer.StartAsync("--WsActors:Push:HandshakeTimeout=00:00:00.5");
        using var client = await RawClient.ConnectAsync(quick.PushUri);
        await client.SendAsync("GET /echo HTTP/1.1\r\nHo");

        var answer = Encoding.ASCII.GetString(await client.ReceiveToEndAsync());
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_nodes_limit_the_answer_is_503_with_retry_after()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Push:MaxConnections=1");
        using var first = await RawClient.OpenAsync(small.PushUri, "/echo");
        using var second = await RawClient.ConnectAsync(small.PushUri);
        await second.SendAsync(RawClient.UpgradeRequest("/echo"));

        var answer = Encoding.ASCII.GetString(await second.ReceiveToEndAsync());
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_byte_by_byte_is_answered_101()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        foreach (var value in Encoding.ASCII.GetBytes(RawClient.UpgradeRequest("/echo")))
            await client.SendAsync(new[] { value });

        Assert.StartsWith("HTTP/1.1 101 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    private async Task<string> AnswerTo(string sent)
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(sent);
        return Encoding.Latin1.GetString(await client.ReceiveToEndAsync());
    }
}
