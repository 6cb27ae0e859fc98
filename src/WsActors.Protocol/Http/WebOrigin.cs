using System.Globalization;

namespace WsActors.Protocol.Http;

/// <summary>The three parts of an origin (RFC 6454 §4), in lower case, with the scheme's default port filled in.</summary>
internal readonly record struct WebOrigin(string Scheme, string Host, string Port)
{
    /// <summary>Reads <c>scheme://host</c> or <c>scheme://host:port</c> (RFC 6454 §6.2); a star counts as a character of hosts and ports.</summary>
    public static bool TryParse(string text, out WebOrigin origin)
    {
        origin = default;
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0)
            return false;

        var scheme = text[..colon].ToLowerInvariant();
        var authority = text[(colon + 3)..].ToLowerInvariant();
        var portColon = authority.LastIndexOf(':');
        var hasPort = portColon > authority.LastIndexOf(']');
        var host = hasPort ? authority[..portColon] : authority;
        var port = hasPort ? authority[(portColon + 1)..] : DefaultPort(scheme);
        origin = new WebOrigin(scheme, host, port);
        return IsScheme(scheme) && IsHost(host) && (!hasPort || IsPort(port));
    }

    // RFC 3986 §3.1.
    private static bool IsScheme(string text) =>
        char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    private static bool IsHost(string text) => text.StartsWith('[')
        ? text.EndsWith(']') && text.Length > 2 && text[1..^1].All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        : text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '*');

    private static bool IsPort(string text) =>
        text == "*" || ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string DefaultPort(string scheme) => scheme switch
    {
        "http" or "ws" => "80",
        "https" or "wss" => "443",
        _ => string.Empty,
    };
}
