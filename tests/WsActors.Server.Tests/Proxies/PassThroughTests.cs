using System.Text;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Proxies;

/// <summary>nginx and HAProxy below HTTP, configured as deploy/proxies says: a PROXY header, and then the client's own bytes.</summary>
[Trait("Speed", "Slow")]
public sealed class PassThroughTests
{
    private static readonly string[] Settings =
    [
        "--WsActors:Push:TrustedProxies:0=127.0.0.1",
        "--WsActors:Push:ProxyProtocol=Required",
        "--WsActors:Push:ForwardingHeader=None",
    ];

    [PassThroughTheory]
    [InlineData("nginx-passthrough.conf", "proxy_protocol on")] // version 1
    [InlineData("haproxy-passthrough.cfg", "send-proxy")] // version 1
    [InlineData("haproxy-passthrough.cfg", "send-proxy-v2")]
    public async Task A_publication_passes_and_the_client_is_shown_with_its_own_address_and_port(string example, string header)
    {
        await using var server = await RunningServer.StartAsync(Settings);
        await using var proxy = await ProxyServer.StartAsync(example, server, (Written(example), header));
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", Topic(proxy));

        Assert.Equal(client.LocalEndPoint.ToString(), (await server.OnlyConnectionAsync()).RemoteAddress);
        await server.PublishAsync("news", "hello");
        Assert.Equal("hello", await client.ReceiveTextAsync());
    }

    [PassThroughTheory]
    [InlineData("nginx-passthrough.conf")]
    [InlineData("haproxy-passthrough.cfg")]
    public async Task The_limit_of_an_address_holds_for_each_client_behind_the_proxy(string example)
    {
        await using var server = await RunningServer.StartAsync([.. Settings, "--WsActors:Push:MaxConnectionsPerAddress=1"]);
        await using var proxy = await ProxyServer.StartAsync(example, server);
        using var first = await LoopbackClient.OpenAsync("127.0.0.2", Topic(proxy));
        using var other = await LoopbackClient.OpenAsync("127.0.0.3", Topic(proxy));

        Assert.Equal(429, await LoopbackClient.RefusedStatusAsync("127.0.0.2", Topic(proxy)));
    }

    [PassThroughTheory]
    [InlineData("nginx-passthrough.conf")]
    [InlineData("haproxy-passthrough.cfg")]
    public async Task TLS_passes_through_behind_the_header(string example)
    {
        var certificate = Directory.CreateTempSubdirectory("wsactors-tls-").FullName;
        TestCertificate.WriteTo(certificate);
        await using var server = await RunningServer.StartAsync(
        [
            .. Settings,
            $"--WsActors:Tls:Certificates:0:Path={certificate}/wsactors.crt",
            $"--WsActors:Tls:Certificates:0:KeyPath={certificate}/wsactors.key",
            "--WsActors:Tls:Admin=false",
        ]);
        await using var proxy = await ProxyServer.StartAsync(example, server);
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", new Uri($"wss://127.0.0.1:{proxy.Port}/topics/news"));

        Assert.Equal(client.LocalEndPoint.ToString(), (await server.OnlyConnectionAsync()).RemoteAddress);
        await server.PublishAsync("news", "hello");
        Assert.Equal("hello", await client.ReceiveTextAsync());
        Directory.Delete(certificate, recursive: true);
    }

    [Fact]
    public async Task A_trusted_peer_without_header_is_cut_without_a_word_and_counted()
    {
        await using var server = await RunningServer.StartAsync(Settings);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To("/echo"));

        Assert.Empty(await client.ReceiveToEndAsync());
        await server.CountsAsync("wsactors_handshakes_total", "proxy_header_missing");
    }

    [Fact]
    public async Task A_header_that_does_not_come_whole_in_time_is_cut_and_counted()
    {
        await using var server = await RunningServer.StartAsync([.. Settings, "--WsActors:Push:HandshakeTimeout=00:00:00.5"]);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync("PROXY TCP4 203.0.113.7");

        Assert.Empty(await client.ReceiveToEndAsync());
        await server.CountsAsync("wsactors_handshakes_total", "timeout");
    }

    [Fact]
    public async Task Header_and_request_in_one_piece_are_answered_101()
    {
        await using var server = await RunningServer.StartAsync(Settings);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n" + UpgradeRequest.To("/echo"));

        Assert.StartsWith("HTTP/1.1 101", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("[2001:db8::7]:4711", (await server.OnlyConnectionAsync()).RemoteAddress);
    }

    [Fact]
    public async Task Connections_that_wait_for_their_header_take_places_of_the_node()
    {
        await using var server = await RunningServer.StartAsync([.. Settings, "--WsActors:Push:MaxConnections=1"]);
        using var halfOpen = await RawClient.ConnectAsync(server.PushUri);
        await Eventually.HoldsAsync(server.OnlyConnectionAsync);
        using var second = await RawClient.ConnectAsync(server.PushUri);
        await second.SendAsync("PROXY UNKNOWN\r\n" + UpgradeRequest.To("/echo"));

        Assert.StartsWith("HTTP/1.1 503", Encoding.ASCII.GetString(await second.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_are_direct_clients_where_a_header_is_asked_of_trusted_proxies_only()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Push:TrustedProxies:0=10.0.0.0/8", "--WsActors:Push:ProxyProtocol=FromTrusted");
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", new Uri(server.PushUri, "/topics/news"));

        Assert.Equal(client.LocalEndPoint.ToString(), (await server.OnlyConnectionAsync()).RemoteAddress);
    }

    private static string Written(string example) =>
        example.StartsWith("nginx", StringComparison.Ordinal) ? "proxy_protocol on" : "send-proxy-v2";

    private static Uri Topic(ProxyServer proxy) => new($"ws://127.0.0.1:{proxy.Port}/topics/news");
}
