using System.Buffers;
using System.Net;

namespace WsActors.Protocol.Http;

/// <summary>Parses a Host header: a name or an address, and perhaps a port (RFC 9110 §7.2, RFC 3986 §3.2.2).</summary>
internal static class HostHeader
{
    // RFC 3986 §2.2, §2.3: reg-name = *( unreserved / pct-encoded / sub-delims ). The comma, a sub-delimiter too, is left
    // out: in a header it is two hosts in one line.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+;=%");

    // RFC 3986 §3.2.2: what may stand behind the version of an IPvFuture.
    private static readonly SearchValues<char> FutureAddressCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:");

    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    public static bool IsValid(ReadOnlySpan<char> value)
    {
        var hostLength = value.StartsWith('[') ? value.IndexOf(']') + 1 : value.IndexOf(':');
        if (value.StartsWith('[') && hostLength == 0)
            return false;

        var host = hostLength < 0 ? value : value[..hostLength];
        var port = hostLength < 0 ? default : value[hostLength..];
        return IsHost(host) && IsPort(port);
    }

    /// <summary>
    /// The host of a legal value, without its port, for comparing: in lower case, without a dot at its end, addresses in their
    /// shortest form.
    /// </summary>
    public static string NameOf(ReadOnlySpan<char> value)
    {
        var end = value.StartsWith('[') ? value.IndexOf(']') + 1 : value.IndexOf(':');
        var host = end < 0 ? value : value[..end];
        if (IPAddress.TryParse(host, out var address))
            return address.ToString();

        return (host.EndsWith('.') ? host[..^1] : host).ToString().ToLowerInvariant();
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.StartsWith('['))
            return IsAddress(host[1..^1]);

        return !host.ContainsAnyExcept(NameCharacters) && AreEscapesWhole(host);
    }

    // RFC 3986 §3.2.2: IP-literal = "[" ( IPv6address / IPvFuture ) "]"; RFC 6874 §2: a zone stands behind "%25".
    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('v') || text.StartsWith('V'))
            return text.IndexOf('.') is var dot and > 1 && text.Length > dot + 1
                && !text[1..dot].ContainsAnyExcept(HexadecimalDigits) && !text[(dot + 1)..].ContainsAnyExcept(FutureAddressCharacters);

        var zone = text.IndexOf("%25");
        if (zone >= 0 && (zone + 3 == text.Length || text[(zone + 3)..].ContainsAnyExcept(NameCharacters)))
            return false;

        var address = zone < 0 ? text : text[..zone];
        return address.Contains(':') && !address.Contains('%') && IPAddress.TryParse(address, out _);
    }

    private static bool AreEscapesWhole(ReadOnlySpan<char> host)
    {
        for (var escape = host.IndexOf('%'); escape >= 0; escape = host.IndexOf('%'))
        {
            if (escape + 2 >= host.Length || !char.IsAsciiHexDigit(host[escape + 1]) || !char.IsAsciiHexDigit(host[escape + 2]))
                return false;
            host = host[(escape + 3)..];
        }

        return true;
    }

    // RFC 3986 §3.2.3: port = *DIGIT, so that a colon alone is legal.
    private static bool IsPort(ReadOnlySpan<char> port) =>
        port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9'));
}
