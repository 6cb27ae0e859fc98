using System.Net;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Proxies;

/// <summary>The client's address is the right-most one that is no trusted proxy, whatever stands left of it.</summary>
public sealed class ForwardingTests
{
    private static readonly TrustedNetworks Trusted = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")]);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7, 10.0.0.3", "203.0.113.7")]
    [InlineData("203.0.113.7,10.0.0.3,\t10.0.0.4", "203.0.113.7")]
    [InlineData("198.51.100.99, 203.0.113.7", "203.0.113.7")] // the left one is the client's invention
    [InlineData("10.9.9.9, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.5, 10.0.0.3", "10.0.0.5")] // a client from within
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]:4711, fd00::1", "[2001:db8::7]:4711")]
    [InlineData("203.0.113.7:4711", "203.0.113.7:4711")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7, unknown", null)] // the neighbour does not know: nobody else is asked
    [InlineData("unknown, 203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7, 010.0.0.1", null)]
    [InlineData("", null)]
    [InlineData(",,", null)]
    public void X_Forwarded_For_is_walked_from_the_right(string header, string? client)
    {
        Assert.Equal(client, XForwarded(header)?.ToString());
    }

    [Fact]
    public void Who_is_not_trusted_speaks_for_itself()
    {
        var request = Request() with { XForwardedFor = "203.0.113.7", Forwarded = "for=203.0.113.7" };

        Assert.Null(Follow(ForwardingHeader.XForwardedFor, request, "198.51.100.1"));
        Assert.Null(Follow(ForwardingHeader.Forwarded, request, "198.51.100.1"));
    }

    [Fact]
    public void Only_the_header_that_the_proxies_write_is_read()
    {
        var request = Request() with { XForwardedFor = "203.0.113.1", Forwarded = "for=203.0.113.2" };

        Assert.Equal("203.0.113.1", Follow(ForwardingHeader.XForwardedFor, request)?.ToString());
        Assert.Equal("203.0.113.2", Follow(ForwardingHeader.Forwarded, request)?.ToString());
        Assert.Null(Follow(ForwardingHeader.None, request));
    }

    [Theory]
    [InlineData("203.0.113.7", "https", "https")]
    [InlineData("203.0.113.7, 10.0.0.3", "https, http", "https")]
    [InlineData("203.0.113.7, 10.0.0.3", "https", "https")] // a proxy that replaces instead of appending
    [InlineData("198.51.100.9, 203.0.113.7", "http, https", "https")] // the client invented a hop
    [InlineData("203.0.113.7", "http, https", "https")] // and a scheme
    [InlineData("203.0.113.7", null, null)]
    public void X_Forwarded_Proto_stands_beside_the_address(string nodes, string? protos, string? scheme)
    {
        var client = Follow(ForwardingHeader.XForwardedFor, Request() with { XForwardedFor = nodes, XForwardedProto = protos });

        Assert.Equal(scheme, client?.Scheme);
    }

    [Theory]
    [InlineData("for=203.0.113.7", "203.0.113.7", null)]
    [InlineData("For=203.0.113.7;proto=https;by=10.0.0.2", "203.0.113.7", "https")]
    [InlineData("by=10.0.0.2 ; PROTO=https ; for=203.0.113.7", "203.0.113.7", "https")]
    [InlineData("for=\"203.0.113.7:4711\"", "203.0.113.7:4711", null)]
    [InlineData("for=\"[2001:db8::7]:4711\";proto=https, for=10.0.0.3;proto=http", "[2001:db8::7]:4711", "https")]
    [InlineData("for=\"[2001:db8::7]\"", "2001:db8::7", null)]
    [InlineData("for=\"[2001:db8::7]:_port\"", "2001:db8::7", null)]
    [InlineData("for=\"\\2\\03.0.113.7\"", "203.0.113.7", null)]
    [InlineData("for=203.0.113.7;host=\"a,b;for=198.51.100.9\"", "203.0.113.7", null)]
    [InlineData("for=198.51.100.99, for=203.0.113.7", "203.0.113.7", null)]
    [InlineData("for=203.0.113.7, for=_hidden", null, null)]
    [InlineData("for=203.0.113.7, for=unknown", null, null)]
    [InlineData("for=203.0.113.7, by=10.0.0.2", null, null)] // who names nobody has spoken all the same
    [InlineData("for=203.0.113.7,, ", "203.0.113.7", null)]
    [InlineData("", null, null)]
    public void Forwarded_is_walked_from_the_right__RFC7239_4(string header, string? node, string? scheme)
    {
        var client = Follow(ForwardingHeader.Forwarded, Request() with { Forwarded = header });

        Assert.Equal((node, scheme), (client?.ToString(), client?.Scheme));
    }

    [Theory]
    [InlineData("for")]
    [InlineData("for=")]
    [InlineData("=203.0.113.7")]
    [InlineData("for=\"203.0.113.7")]
    [InlineData("for=\"203.0.113.7\\")]
    [InlineData("for=\", for=203.0.113.7")] // a client's open quotation mark would swallow what the proxy appends
    [InlineData("for=203.0.113.7 for=203.0.113.8")]
    [InlineData("for=\"203.0.113.7\"x")]
    [InlineData("for=203.0.113.7;for=203.0.113.8")]
    [InlineData("for=203.0.113.7;proto=http;proto=https")]
    public void A_Forwarded_header_that_breaks_the_grammar_is_refused_with_400__RFC7239_4(string header)
    {
        var forwarding = new Forwarding(Trusted, ForwardingHeader.Forwarded);

        Assert.False(forwarding.TryFollow(Request() with { Forwarded = header }, IPAddress.Parse("10.0.0.2"), out _, out var refusal));
        Assert.Equal(400, refusal!.Status);
    }

    private static ForwardedClient? XForwarded(string header) =>
        Follow(ForwardingHeader.XForwardedFor, Request() with { XForwardedFor = header });

    private static ForwardedClient? Follow(ForwardingHeader header, HandshakeRequest request, string peer = "10.0.0.2")
    {
        Assert.True(new Forwarding(Trusted, header).TryFollow(request, IPAddress.Parse(peer), out var client, out _));
        return client;
    }

    private static HandshakeRequest Request() => new() { Path = "/", Query = "", Host = "localhost", Key = "" };
}
