using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Tls;

/// <summary>The section WsActors:Tls at the start.</summary>
[Trait("Speed", "Slow")]
public sealed class TlsSettingsTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--WsActors:Tls:Certificates:0:Path=/nowhere/tls.pem", "WsActors:Tls:Certificates:0:Path is \"/nowhere/tls.pem\": there is no such file")]
    [InlineData("--WsActors:Tls:Certificates:0:KeyPath=tls.key", "WsActors:Tls:Certificates:0:Path is \"\": a value is needed")]
    [InlineData("--WsActors:Tls:Push=perhaps", "WsActors:Tls:Push is \"perhaps\": true or false is needed")]
    [InlineData("--WsActors:Tls:MinimumVersion=Ssl3", "WsActors:Tls:MinimumVersion is \"Ssl3\": one of Tls12, Tls13 is needed")]
    [InlineData("--WsActors:Tls:ReloadInterval=00:00:00", "WsActors:Tls:ReloadInterval is \"00:00:00\": 00:00:00.1000000 to 1.00:00:00 is allowed")]
    public async Task A_wrong_setting_stops_the_start_with_one_line(string setting, string line)
    {
        var (exitCode, printed) = await RunningServer.StartRefusedAsync(setting);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(line, printed, StringComparison.Ordinal);
        Assert.Single(printed.Trim().Split('\n'));
    }

    [Fact]
    public async Task Tls_can_be_off_for_either_listener()
    {
        var path = $"--WsActors:Tls:Certificates:0:Path={_folder.WritePem("a.pem", "a.example")}";
        await using var pushOnly = await RunningServer.StartAsync(path, "--WsActors:Tls:Admin=false");
        await using var adminOnly = await RunningServer.StartAsync(path, "--WsActors:Tls:Push=false");

        Assert.Equal(("wss", "http"), (pushOnly.PushUri.Scheme, pushOnly.AdminUri.Scheme));
        Assert.Equal(("ws", "https"), (adminOnly.PushUri.Scheme, adminOnly.AdminUri.Scheme));
    }

    [Fact]
    public async Task An_expired_certificate_is_warned_of_and_its_end_is_a_metric()
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-3).ToUnixTimeSeconds());
        using var expired = _folder.Issuer.Issue(["a.example"], end);
        var path = _folder.Write("expired.pem", _folder.Issuer.ChainPem(expired) + CertificateFolder.KeyPem(expired));
        await using var server = await RunningServer.StartAsync(
            $"--WsActors:Tls:Certificates:0:Path={path}", "--WsActors:Tls:Admin=false");
        using var admin = new HttpClient { BaseAddress = server.AdminUri };

        await Eventually.HoldsAsync(async () => Assert.Contains(
            $"wsactors_tls_certificate_not_after_seconds{{otel_scope_name=\"WsActors\"}} {end.ToUnixTimeSeconds()}",
            await admin.GetStringAsync(new Uri("metrics", UriKind.Relative)),
            StringComparison.Ordinal));
        Assert.Contains("Certificate CN=a.example expired on", server.Log, StringComparison.Ordinal);
    }
}
