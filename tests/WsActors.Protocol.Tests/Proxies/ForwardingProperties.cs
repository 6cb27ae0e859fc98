using System.Net;
using CsCheck;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Proxies;

public sealed class ForwardingProperties
{
    private static readonly TrustedNetworks Trusted = new([IPNetwork.Parse("10.0.0.0/8")]);

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.Char[' ', '~'].Array[0, 60].Select(characters => new string(characters)),
        Gen.OneOf("for=", "\"", ",", ";", "\\", "10.0.0.1", "198.51.100.9", "[::1", "]", ":80", "proto=https", " ").Array[0, 12].Select(string.Concat));

    [Fact]
    public void Nothing_that_a_client_writes_can_change_the_address_that_the_proxy_appends() => Hostile.Sample(invented =>
    {
        var request = Request() with { XForwardedFor = invented + ", 203.0.113.7", Forwarded = invented + ", for=203.0.113.7" };

        Assert.Equal("203.0.113.7", Follow(ForwardingHeader.XForwardedFor, request));
        Assert.True(Follow(ForwardingHeader.Forwarded, request) is "203.0.113.7" or "refused");
    }, iter: Effort.Rounds(20_000));

    [Fact]
    public void A_client_can_invent_itself_no_other_address_by_a_quotation_mark() => Gen.Select(Hostile, Hostile).Sample((before, after) =>
    {
        // The proxy appends its element behind a comma; whatever the client opened, it cannot write behind it.
        var request = Request() with { Forwarded = $"{before}\"{after}, for=\"[2001:db8::7]\";proto=https" };

        Assert.True(Follow(ForwardingHeader.Forwarded, request) is "2001:db8::7" or "refused");
    }, iter: Effort.Rounds(20_000));

    private static string Follow(ForwardingHeader header, HandshakeRequest request) =>
        new Forwarding(Trusted, header).TryFollow(request, IPAddress.Parse("10.0.0.2"), out var client, out _)
            ? client?.ToString() ?? "nobody"
            : "refused";

    private static HandshakeRequest Request() => new() { Path = "/", Query = "", Host = "localhost", Key = "" };
}
