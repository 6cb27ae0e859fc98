using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>
/// Addresses as proxies write them. The framework's parser is C's inet_aton: it takes <c>1</c>, <c>0x7f.1</c> and
/// <c>010.0.0.1</c> (8.0.0.1), and an address that two programs read differently is one that can be forged.
/// </summary>
internal static class NodeAddress
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF.:");

    /// <summary>Reads an IPv4 address in four decimal numbers, or an IPv6 address without brackets and scope.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        var isPlain = !text.ContainsAnyExcept(AddressCharacters);
        return IPAddress.TryParse(text, out address) && isPlain && (IsIPv6(text) || IsDotted(text));
    }

    /// <summary>
    /// Reads an address with or without a port: <c>192.0.2.7</c>, <c>192.0.2.7:80</c>, <c>[2001:db8::7]:80</c>, <c>[2001:db8::7]</c>
    /// (RFC 7239 §6), and <c>2001:db8::7</c>, which is how X-Forwarded-For names it. The port is 0 where there is none; one that is
    /// obfuscated (RFC 7239 §6.3) counts as none.
    /// </summary>
    public static bool TryParseNode(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address, out ushort port)
    {
        port = 0;
        address = null;
        var bracket = text.LastIndexOf(']');
        var colon = text.LastIndexOf(':');
        if (text.StartsWith('[') && bracket > 0)
            return IsIPv6(text[1..bracket]) && TryParse(text[1..bracket], out address) && TryParsePort(text[(bracket + 1)..], out port);
        if (colon >= 0 && text.IndexOf(':') == colon)
            return TryParse(text[..colon], out address) && TryParsePort(text[colon..], out port);

        return TryParse(text, out address);
    }

    /// <summary>True if an address text is IPv6: only those contain a colon.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text) => text.Contains(':');

    /// <summary>Reads nothing, or a colon and a port.</summary>
    private static bool TryParsePort(ReadOnlySpan<char> text, out ushort port)
    {
        port = 0;
        if (text.IsEmpty || text.StartsWith(":_"))
            return true;

        return text[0] == ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }

    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        var numbers = 0;
        foreach (var range in text.Split('.'))
        {
            var number = text[range];
            if (number.IsEmpty || (number.Length > 1 && number[0] == '0') || number.ContainsAnyExceptInRange('0', '9'))
                return false;
            numbers++;
        }

        return numbers == 4;
    }
}
