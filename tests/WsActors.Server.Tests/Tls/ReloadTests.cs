using System.Security.Authentication;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Tls;

/// <summary>Certificates are renewed under open connections.</summary>
[Trait("Speed", "Slow")]
public sealed class ReloadTests
{
    [Fact]
    public async Task A_renewed_file_is_shown_to_the_next_client_and_open_connections_go_on()
    {
        await using var server = await TlsServer.StartAsync();
        using var old = await server.CertificateForAsync("a.example");
        using var client = await server.OpenAsync("/echo");

        server.Folder.WritePem("a.pem", "a.example");

        await Eventually.HoldsAsync(async () =>
        {
            using var shown = await server.CertificateForAsync("a.example");
            Assert.NotEqual(old.SerialNumber, shown.SerialNumber);
        });
        await TlsServer.SendAsync(client, "still here");
        Assert.Equal("still here", await TlsServer.ReceiveAsync(client));
        Assert.Contains(
            "wsactors_tls_reloads_total{otel_scope_name=\"WsActors\",outcome=\"loaded\"} 1", await server.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_swapped_link_is_found_as_kubernetes_updates_a_mounted_secret()
    {
        using var folder = new CertificateFolder();
        folder.WritePem("one/tls.pem", "a.example");
        folder.WritePem("two/tls.pem", "b.example");
        Directory.CreateSymbolicLink(folder.PathOf("data"), "one");
        await using var server = await TlsServer.StartAsync($"--WsActors:Tls:Certificates:0:Path={folder.PathOf("data/tls.pem")}");

        Directory.CreateSymbolicLink(folder.PathOf("data.new"), "two");
        await ChildProcess.RunAsync("mv", "-T", folder.PathOf("data.new"), folder.PathOf("data"));

        await Eventually.HoldsAsync(() =>
        {
            Assert.Contains("Certificate CN=b.example", server.Log, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_bad_file_keeps_the_old_certificate_and_is_warned_of_once()
    {
        await using var server = await TlsServer.StartAsync();
        using var old = await server.CertificateForAsync("a.example");

        server.Folder.Write("a.pem", "nonsense");

        await Eventually.HoldsAsync(async () => Assert.Contains(
            "outcome=\"failed\"} 1", await server.MetricsAsync(), StringComparison.Ordinal));
        await server.ExpectLoggedAsync("the previous certificates stay in use: WsActors:Tls:Certificates:0:Path");
        using var shown = await server.CertificateForAsync("a.example");
        Assert.Equal(old.SerialNumber, shown.SerialNumber);

        server.Folder.WritePem("a.pem", "a.example");
        await Eventually.HoldsAsync(async () => Assert.Contains(
            "outcome=\"loaded\"} 1", await server.MetricsAsync(), StringComparison.Ordinal));
        Assert.Contains("outcome=\"failed\"} 1", await server.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_1_3_on_means_that_1_2_is_refused()
    {
        await using var server = await TlsServer.StartAsync("--WsActors:Tls:MinimumVersion=Tls13");

        using var shown = await server.CertificateForAsync("a.example", SslProtocols.Tls13);
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => server.CertificateForAsync("a.example", SslProtocols.Tls12));
    }
}
