using System.Net.Sockets;
using System.Net.WebSockets;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Tls;

/// <summary>TLS handshakes are bounded from the accept on.</summary>
[Trait("Speed", "Slow")]
public sealed class HandshakeFloodTests
{
    /// <summary>A TLS record of the type handshake, of which the rest never comes.</summary>
    private static readonly byte[] HalfOpen = [22, 3, 1, 2, 0, 1];

    [Fact]
    public async Task Above_handshakes_per_second_a_connection_is_cut_before_its_tls_handshake()
    {
        await using var server = await TlsServer.StartAsync("--WsActors:Push:HandshakesPerSecond=1");
        await Eventually.HoldsAsync(async () =>
            await Assert.ThrowsAnyAsync<Exception>(() => server.CertificateForAsync("a.example")));

        var metrics = await MetricsAsync(server);
        Assert.True(metrics.Value("wsactors_handshakes_total", ("outcome", "tls_overloaded")) > 0);
        Assert.True(metrics.Value("wsactors_connections_refused_total", ("cause", "overloaded")) > 0);
    }

    [Fact]
    public async Task An_address_at_its_limit_is_cut_before_its_tls_handshake()
    {
        await using var server = await TlsServer.StartAsync("--WsActors:Push:MaxConnectionsPerAddress=1");
        using var allowed = await server.OpenAsync("/echo");

        await Assert.ThrowsAnyAsync<Exception>(() => server.CertificateForAsync("a.example"));

        Assert.Equal(1, (await MetricsAsync(server)).Value("wsactors_connections_refused_total", ("cause", "per_address")));
        Assert.Equal(WebSocketState.Open, allowed.State);
    }

    [Fact]
    public async Task Handshakes_that_are_left_half_open_do_not_keep_others_out()
    {
        await using var server = await TlsServer.StartAsync(
            "--WsActors:Push:MaxTlsHandshakes=2", "--WsActors:Push:HandshakeTimeout=00:00:20");
        var silent = new List<TcpClient>();
        for (var peer = 0; peer < 10; peer++)
        {
            var client = new TcpClient();
            silent.Add(client);
            await client.ConnectAsync(server.PushUri.Host, server.PushUri.Port);
            await client.GetStream().WriteAsync(HalfOpen);
        }

        // The first may be ahead of those that are half open.
        await Eventually.HoldsAsync(async () =>
        {
            using var honest = await server.OpenAsync("/echo");
            Assert.Equal(WebSocketState.Open, honest.State);
            Assert.True((await MetricsAsync(server)).Value("wsactors_handshakes_total", ("outcome", "tls_slow")) > 0);
        });
        silent.ForEach(client => client.Dispose());
    }

    private static async Task<Exposition> MetricsAsync(TlsServer server) => Exposition.Parse(await server.MetricsAsync());
}
