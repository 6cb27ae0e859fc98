using System.Buffers;

namespace WsActors.Protocol.Handshake;

/// <summary>What may stand in a Host header: a name or an address, and perhaps a port (RFC 9110 §7.2, RFC 3986 §3.2.2).</summary>
internal static class HostHeader
{
    // RFC 3986 §2.2, §2.3: reg-name = *( unreserved / pct-encoded / sub-delims ). The comma, a sub-delimiter too, is left
    // out: in a header it is two hosts in one line.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+;=%");

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:%");

    public static bool IsValid(ReadOnlySpan<char> value)
    {
        var hostLength = value.StartsWith('[') ? value.IndexOf(']') + 1 : value.IndexOf(':');
        if (value.StartsWith('[') && hostLength == 0)
            return false;

        var host = hostLength < 0 ? value : value[..hostLength];
        var port = hostLength < 0 ? default : value[hostLength..];
        return IsHost(host) && IsPort(port);
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.StartsWith('['))
            return host.Length > 2 && !host[1..^1].ContainsAnyExcept(AddressCharacters);

        return !host.ContainsAnyExcept(NameCharacters) && AreEscapesWhole(host);
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
