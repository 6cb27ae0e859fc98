using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Tls;

/// <summary>One server with TLS on both listeners, for the tests that need no other.</summary>
public sealed class SecureServer : IAsyncLifetime
{
    internal TlsServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await TlsServer.StartAsync("--WsActors:Push:HandshakeTimeout=00:00:05");

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>Pushing over wss and publishing over https, and who is turned away.</summary>
[Trait("Speed", "Slow")]
public sealed class SecurePushTests(SecureServer fixture) : IClassFixture<SecureServer>
{
    private readonly TlsServer _server = fixture.Server;

    [Fact]
    public void The_log_names_the_addresses_with_their_schemes()
    {
        Assert.Equal("wss", _server.PushUri.Scheme);
        Assert.Equal("https", _server.AdminUri.Scheme);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task What_is_published_over_https_reaches_a_client_over_wss(SslProtocols version)
    {
        using var client = await _server.OpenAsync($"/topics/news.{version}", version);
        await Eventually.HoldsAsync(async () => Assert.Contains(
            $"\"subscribers\":1", await _server.Admin.GetStringAsync(new Uri($"api/topics/news.{version}", UriKind.Relative)), StringComparison.Ordinal));

        await _server.PublishAsync($"news.{version}", "hello");

        Assert.Equal("hello", await TlsServer.ReceiveAsync(client));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(1024 * 1024)]
    public async Task Messages_of_every_size_come_back_over_wss(int length)
    {
        using var client = await _server.OpenAsync("/echo");
        var text = new string('x', length);
        for (var round = 0; round < 3; round++)
        {
            await TlsServer.SendAsync(client, text);
            Assert.Equal(text, await TlsServer.ReceiveAsync(client));
        }
    }

    [Fact]
    public async Task The_api_says_which_version_of_tls_a_connection_speaks()
    {
        using var client = await _server.OpenAsync("/topics/versions", SslProtocols.Tls12);

        await Eventually.HoldsAsync(async () =>
        {
            var page = await _server.Admin.GetStringAsync(new Uri("api/connections?topic=versions", UriKind.Relative));
            using var json = JsonDocument.Parse(page);
            Assert.Equal("Tls12", json.RootElement.GetProperty("connections")[0].GetProperty("tls").GetString());
        });
    }

    [Fact]
    public async Task Opened_connections_are_counted_by_version()
    {
        using var client = await _server.OpenAsync("/echo", SslProtocols.Tls13);

        await AssertMetricAsync("wsactors_tls_connections_total{otel_scope_name=\"WsActors\",version=\"1.3\"}");
    }

    [Fact]
    public async Task Plain_http_on_the_push_port_is_answered_with_400_that_says_what_to_use()
    {
        var answer = await AnswerTo(_server.PushUri, UpgradeRequest.To("/echo"));

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("this port speaks TLS: use wss:// or https://", answer, StringComparison.Ordinal);
        await AssertMetricAsync("outcome=\"tls_required\"");
    }

    [Fact]
    public async Task Plain_http_on_the_admin_port_is_answered_with_400_that_says_what_to_use()
    {
        var answer = await AnswerTo(_server.AdminUri, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("this port speaks TLS: use wss:// or https://\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_on_the_push_port_is_cut_and_counted()
    {
        Assert.Equal("", await AnswerTo(_server.PushUri, "\u0000\u0001\u0002\u0003"));

        await AssertMetricAsync("outcome=\"not_tls\"");
    }

    [Fact]
    public async Task A_tls_handshake_that_drips_is_cut_at_the_handshake_timeout_and_counted()
    {
        using var client = await RawClient.ConnectAsync(_server.PushUri);
        await client.SendAsync(new byte[] { 22, 3, 1, 2, 0, 1 });

        Assert.Empty(await client.ReceiveToEndAsync());
        await AssertMetricAsync("outcome=\"timeout\"");
    }

    [Fact]
    public async Task A_client_of_tls_1_1_gets_an_alert_and_is_counted__RFC8996_5()
    {
        using var client = await RawClient.ConnectAsync(_server.PushUri);
        await client.SendAsync((byte[])[22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, .. new byte[32], 0, 0, 2, 0, 0x2f, 1, 0]);

        // Alert, fatal, protocol_version (RFC 5246 §7.2).
        var alert = await client.ReceiveToEndAsync();
        Assert.Equal((21, 2, 70), (alert[0], alert[5], alert[6]));
        await AssertMetricAsync("outcome=\"tls_version\"");
    }

    [Fact]
    public async Task Each_server_name_is_shown_its_certificate()
    {
        using var exact = await _server.CertificateForAsync("a.example");
        using var wildcard = await _server.CertificateForAsync("www.b.example");

        Assert.Equal("CN=a.example", exact.Subject);
        Assert.Equal("CN=*.b.example", wildcard.Subject);
    }

    [NodeFact]
    public async Task Npm_ws_echoes_over_wss()
    {
        await using var node = ChildProcess.Start(
            "env",
            $"NODE_EXTRA_CA_CERTS={_server.Folder.RootPath}",
            "node",
            Path.Combine(ClientTools.Scripts, "ws-client.mjs"),
            $"{_server.PushUri.AbsoluteUri}echo");
        Assert.Contains("\"open\"", await node.NextLineAsync(), StringComparison.Ordinal);

        await node.WriteLineAsync(new JsonObject { ["do"] = "send", ["text"] = "hello" }.ToJsonString());

        Assert.Contains("\"hello\"", await node.NextLineAsync(), StringComparison.Ordinal);
    }

    [ToolFact("curl")]
    public async Task Curl_with_the_root_gets_the_admin_api_over_https()
    {
        var answer = await ChildProcess.RunAsync(
            "curl", "--silent", "--fail", "--cacert", _server.Folder.RootPath, $"{_server.AdminUri.AbsoluteUri}readyz");

        Assert.NotEmpty(answer);
    }

    [ToolFact("openssl")]
    public async Task Openssl_verifies_the_chain_that_is_sent()
    {
        var printed = await OpensslAsync("-servername", "www.b.example", "-verify_return_error", "-showcerts");

        Assert.Contains("subject=CN = *.b.example", printed, StringComparison.Ordinal);
        Assert.Contains("Verify return code: 0 (ok)", printed, StringComparison.Ordinal);
        Assert.Equal(2, printed.Split("-----BEGIN CERTIFICATE-----").Length - 1);
    }

    [ToolFact("openssl")]
    public async Task Openssl_agrees_on_http_1_1_by_alpn__RFC7301_3_2() =>
        Assert.Contains("ALPN protocol: http/1.1", await OpensslAsync("-alpn", "h2,http/1.1"), StringComparison.Ordinal);

    [ToolTheory("openssl")]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task Openssl_speaks_both_versions(string option, string version) =>
        Assert.Contains($"New, {version}", await OpensslAsync(option), StringComparison.Ordinal);

    private Task<string> OpensslAsync(params string[] options) => ChildProcess.RunAsync(
        "openssl",
        ["s_client", "-connect", $"{_server.PushUri.Host}:{_server.PushUri.Port}", "-CAfile", _server.Folder.RootPath, .. options]);

    private Task AssertMetricAsync(string sample) => Eventually.HoldsAsync(
        async () => Assert.Contains(sample, await _server.MetricsAsync(), StringComparison.Ordinal));

    private static async Task<string> AnswerTo(Uri address, string sent)
    {
        using var client = await RawClient.ConnectAsync(address);
        await client.SendAsync(sent);
        return Encoding.Latin1.GetString(await client.ReceiveToEndAsync());
    }
}
