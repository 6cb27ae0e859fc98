using System.Net;
using System.Text;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Testing.Fuzzing;

/// <summary>Whatever stands in the forwarding headers, it changes nothing about the address that the trusted proxy appends.</summary>
internal static class ForwardingFuzz
{
    private static readonly TrustedNetworks Trusted = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")]);
    private static readonly Forwarding XForwarded = new(Trusted, ForwardingHeader.XForwardedFor);
    private static readonly Forwarding Standard = new(Trusted, ForwardingHeader.Forwarded);
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.2");

    /// <param name="bytes">
    /// The header's value; behind a line feed that of the header beside it, X-Forwarded-Proto. No other control
    /// character gets through the request reader.
    /// </param>
    public static void Feed(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var values = text.Split('\n', 2).Select(value => string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))).ToArray();
        var request = Request(values[0], values.ElementAtOrDefault(1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Follow(XForwarded, request);
        Follow(Standard, request);
        Invariant.ExpectBounded(before, bytes.Length, bytesEach: 256);

        Invariant.Expect(
            Follow(XForwarded, Request($"{values[0]}, 203.0.113.7", request.XForwardedProto)) == "203.0.113.7",
            "X-Forwarded-For was believed beyond the trusted proxy");
        Invariant.Expect(
            Follow(Standard, Request($"{values[0]}, for=203.0.113.7", null)) is "203.0.113.7" or "refused",
            "Forwarded was believed beyond the trusted proxy");
    }

    private static string Follow(Forwarding forwarding, HandshakeRequest request)
    {
        if (!forwarding.TryFollow(request, Proxy, out var client, out var refusal))
            return refusal is null ? throw new InvalidOperationException("refused without a reason") : "refused";

        Invariant.Expect(client is null || IPAddress.TryParse(client.Address.ToString(), out _), "the address cannot be read again");
        return client?.ToString() ?? "nobody";
    }

    private static HandshakeRequest Request(string value, string? proto) => new()
    {
        Path = "/",
        Query = "",
        Host = "localhost",
        Key = "",
        Forwarded = value,
        XForwardedFor = value,
        XForwardedProto = proto,
    };
}
