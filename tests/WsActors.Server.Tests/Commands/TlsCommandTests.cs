using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Commands;

/// <summary>Commands beside a node with a certificate that the system does not trust.</summary>
[Trait("Speed", "Slow")]
public sealed class TlsCommandTests
{
    [Fact]
    public async Task The_authority_is_named_in_the_environment()
    {
        using var folder = new CertificateFolder();
        await using var server = await RunningServer.StartAsync($"--WsActors:Tls:Certificates:0:Path={folder.WritePem("a.pem", "localhost")}");
        var (admin, push) = ($"https://localhost:{server.AdminUri.Port}", $"wss://localhost:{server.PushUri.Port}/connect");

        (await CommandProcess.RunAsync("topics", "--admin", admin)).ExpectFault(1, $"{admin} cannot be used: The remote certificate is invalid");
        (await CommandProcess.RunAsync("subscribe", "news", "--url", push)).ExpectFault(1, $"{push}: The remote certificate is invalid");
        Assert.Equal("news: offset 1, subscribers: 0", await ChildProcess.RunAsync(
            "env", $"SSL_CERT_FILE={folder.RootPath}", "dotnet", RunningServer.ServerPath, "publish", "news", "hello", "--admin", admin));
    }
}
