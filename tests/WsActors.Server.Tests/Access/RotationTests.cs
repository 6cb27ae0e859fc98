using System.Net;
using System.Security.Cryptography;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Access;

/// <summary>An identity provider changes its keys, and goes away, while the server runs.</summary>
[Trait("Speed", "Slow")]
public sealed class RotationTests : IAsyncLifetime
{
    private readonly RSA _first = RSA.Create(2048);
    private readonly RSA _second = RSA.Create(2048);
    private KeySetSite Site { get; } = new();
    private RunningServer? _server;

    public async Task InitializeAsync()
    {
        Site.Publish(TestIssuer.KeySetOf(("first", _first)));
        _server = await RunningServer.StartAsync(
            $"--WsActors:Tokens:KeySets:Urls:0={Site.Address}",
            "--WsActors:Tokens:KeySets:UnknownKeyInterval=00:00:01",
            $"--WsActors:Tokens:Audiences:0={TestIssuer.Audience}");
    }

    [Fact]
    public async Task New_keys_are_taken_up_without_a_restart_and_the_last_good_ones_outlive_their_provider()
    {
        await ExpectAsync(_first, "first", HttpStatusCode.OK);

        Site.Publish(TestIssuer.KeySetOf(("second", _second)));
        await Eventually.HoldsAsync(() => ExpectAsync(_second, "second", HttpStatusCode.OK));
        await ExpectAsync(_first, "first", HttpStatusCode.Unauthorized);

        await Site.DisposeAsync();
        await ExpectAsync(_second, "second", HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        await Site.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    private async Task ExpectAsync(RSA key, string kid, HttpStatusCode status)
    {
        var token = TestIssuer.SignBy(
            "RS256", kid, TestIssuer.Claims(), bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var client = await RawClient.ConnectAsync(_server!.PushUri);
        await client.SendAsync($"GET /topics/news?access_token={token} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {(int)status} ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }
}
