namespace WsActors.Server.Tests.Proxies;

/// <summary>nginx and HAProxy as HTTP proxies that end TLS, configured as deploy/proxies says.</summary>
[Trait("Speed", "Slow")]
public sealed class HttpProxyTests
{
    private const string Trusted = "--WsActors:Push:TrustedProxies:0=127.0.0.1";
    private const string PathBase = "--WsActors:Push:PathBase=/push";

    [ProxyTheory]
    [InlineData("nginx.conf")]
    [InlineData("haproxy.cfg")]
    public async Task A_publication_passes_and_the_client_is_shown_with_its_own_address_and_scheme(string example)
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase);
        await using var proxy = await ProxyServer.StartAsync(example, server);
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", Topic(proxy));

        Assert.Equal(("127.0.0.2", "https"), await server.OnlyConnectionAsync());
        await server.PublishAsync("news", "hello");
        Assert.Equal("hello", await client.ReceiveTextAsync());
    }

    [ProxyTheory]
    [InlineData("nginx.conf")]
    [InlineData("haproxy.cfg")]
    public async Task What_a_client_invents_about_its_address_is_not_believed(string example)
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase);
        await using var proxy = await ProxyServer.StartAsync(example, server);
        using var client = await LoopbackClient.OpenAsync(
            "127.0.0.2", Topic(proxy), ("X-Forwarded-For", "203.0.113.7"), ("Forwarded", "for=203.0.113.8"));

        Assert.Equal("127.0.0.2", (await server.OnlyConnectionAsync()).RemoteAddress);
    }

    [ProxyTheory]
    [InlineData("nginx.conf")]
    [InlineData("haproxy.cfg")]
    public async Task The_limit_of_an_address_holds_for_each_client_behind_the_proxy(string example)
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase, "--WsActors:Push:MaxConnectionsPerAddress=1");
        await using var proxy = await ProxyServer.StartAsync(example, server);
        using var first = await LoopbackClient.OpenAsync("127.0.0.2", Topic(proxy));
        using var other = await LoopbackClient.OpenAsync("127.0.0.3", Topic(proxy));

        Assert.Equal(429, await LoopbackClient.RefusedStatusAsync("127.0.0.2", Topic(proxy)));
    }

    [ProxyTheory]
    [InlineData("nginx.conf", "60s", "5s")]
    [InlineData("haproxy.cfg", "timeout tunnel 60s", "timeout tunnel 5s")]
    public async Task Pings_keep_a_connection_that_the_proxy_would_cut_for_its_silence(string example, string timeout, string shorter)
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase, "--WsActors:Push:KeepAliveInterval=00:00:01");
        await using var proxy = await ProxyServer.StartAsync(example, server, (timeout, shorter));
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", new Uri(Topic(proxy) + "?keepalive=message"));

        // Before each of them lies a second of silence or more: together, more than the proxy allows. A busy machine may be four
        // seconds late with one.
        for (var i = 0; i < 7; i++)
            Assert.Equal("", await client.ReceiveTextAsync());
    }

    [ProxyTheory]
    [InlineData("nginx.conf", "60s", "1s")]
    [InlineData("haproxy.cfg", "timeout tunnel 60s", "timeout tunnel 1s")]
    public async Task Without_pings_in_time_the_proxy_cuts(string example, string timeout, string shorter)
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase);
        await using var proxy = await ProxyServer.StartAsync(example, server, (timeout, shorter));
        using var client = await LoopbackClient.OpenAsync("127.0.0.2", Topic(proxy));

        await client.WhenCutAsync();
    }

    [ProxyFact]
    public async Task A_path_that_is_not_under_the_base_is_answered_404()
    {
        await using var server = await RunningServer.StartAsync(Trusted, PathBase);
        await using var proxy = await ProxyServer.StartAsync("nginx.conf", server, ("location /push/", "location /"));

        Assert.Equal(404, await LoopbackClient.RefusedStatusAsync("127.0.0.2", new Uri($"wss://127.0.0.1:{proxy.Port}/topics/news")));
    }

    private static Uri Topic(ProxyServer proxy) => new($"wss://127.0.0.1:{proxy.Port}/push/topics/news");
}
