using System.Text;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>
/// Requests that are no WebSocket handshake get a fitting HTTP status, one line with the reason, and a line in the log.
/// </summary>
[Collection(SharedServer.Name)]
public sealed class BadHandshakeTests(SharedServer server)
{
    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400, "malformed_request")]
    [InlineData("hello, is anybody there?\r\n\r\n", 400, "malformed_request")]
    [InlineData("\u0000\u0000\u0000\u0000", 400, "malformed_request")]
    [InlineData("GET /echo HTTP/1.1\r\nHost : localhost\r\n\r\n", 400, "malformed_request")]
    [InlineData("GET /echo HTTP/2.0\r\nHost: localhost\r\n\r\n", 505, "http_version_not_supported")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 426, "upgrade_required")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 405, "method_not_allowed")]
    public Task Garbage_and_plain_http_get_a_status(string sent, int status, string name) => ExpectRefusal(sent, status, name);

    [Theory]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400, "invalid_key")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400, "invalid_key")]
    [InlineData("Version: 13", "Version: 12", 426, "unsupported_websocket_version")]
    [InlineData("Host: localhost\r\n", "", 400, "malformed_request")]
    [InlineData("Upgrade: websocket\r\n", "", 426, "upgrade_required")]
    [InlineData("GET /echo", "GET /nowhere", 404, "not_found")]
    [InlineData("GET /echo", "GET /topics/%ff", 400, "invalid_topic")]
    [InlineData("GET /echo", "GET /topics/a%00b", 400, "invalid_topic")]
    [InlineData("GET /echo", "GET /topics/", 404, "not_found")]
    [InlineData("GET /echo", "GET /topics/closed.shop", 403, "subscribe_forbidden")]
    [InlineData("GET /echo", "GET /topics/news?since=yesterday&epoch=e", 400, "invalid_since")]
    public Task A_faulty_upgrade_gets_a_status(string replaced, string by, int status, string name) => ExpectRefusal(
        UpgradeRequest.To("/echo").Replace(replaced, by, StringComparison.Ordinal), status, name);

    [Fact]
    public async Task Version_12_is_told_which_version_is_spoken_here__RFC6455_4_4()
    {
        var request = UpgradeRequest.To("/echo").Replace("Version: 13", "Version: 12", StringComparison.Ordinal);

        Assert.Contains("Sec-WebSocket-Version: 13\r\n", await AnswerTo(request), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_header_of_one_megabyte_is_refused_with_431() => ExpectRefusal(
        UpgradeRequest.To("/echo", $"X-Long: {new string('x', 1 << 20)}\r\n"), 431, "request_too_large");

    [Fact]
    public Task A_hundred_and_one_headers_are_refused_with_431() => ExpectRefusal(
        UpgradeRequest.To("/echo", string.Concat(Enumerable.Repeat("A: b\r\n", 101))), 431, "too_many_headers");

    [Fact]
    public async Task A_refusal_says_why_in_one_line_of_text()
    {
        var answer = await AnswerTo(UpgradeRequest.To("/nowhere"));

        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal("404 not_found: there is nothing here: connect to /connect, /topics/{topic} or /echo\n", body);
        Assert.Contains("Content-Type: text/plain", answer, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {body.Length}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_nodes_limit_the_answer_is_503_with_retry_after()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Push:MaxConnections=1");
        using var first = await RawClient.OpenAsync(small.PushUri, "/echo");
        using var second = await RawClient.ConnectAsync(small.PushUri);
        await second.SendAsync(UpgradeRequest.To("/echo"));

        var answer = Encoding.ASCII.GetString(await second.ReceiveToEndAsync());
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_limit_of_an_address_the_answer_is_429_until_a_place_is_free()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Push:MaxConnectionsPerAddress=1");
        using (await RawClient.OpenAsync(small.PushUri, "/echo"))
            Assert.StartsWith("HTTP/1.1 429 ", await AnswerTo(UpgradeRequest.To("/echo"), small.PushUri), StringComparison.Ordinal);

        await Eventually.HoldsAsync(async () =>
        {
            using var next = await RawClient.OpenAsync(small.PushUri, "/echo");
        });
    }

    private async Task ExpectRefusal(string sent, int status, string name)
    {
        using var witness = await Witness.OpenAsync(server.PushUri, server.Admin);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendIgnoringResetAsync(Encoding.Latin1.GetBytes(sent));

        var answer = Encoding.Latin1.GetString(await client.ReceiveToEndAsync());
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: handshake refused with {status} {name}");
        await witness.ExpectUndisturbedAsync();
    }

    private Task<string> AnswerTo(string sent) => AnswerTo(sent, server.PushUri);

    private static async Task<string> AnswerTo(string sent, Uri push)
    {
        using var client = await RawClient.ConnectAsync(push);
        await client.SendAsync(sent);
        return Encoding.Latin1.GetString(await client.ReceiveToEndAsync());
    }
}
