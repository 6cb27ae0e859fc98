using System.Diagnostics.CodeAnalysis;

namespace WsActors.Protocol.Http;

/// <summary>
/// Origins whose pages may connect: one origin, all subdomains of a host (<c>https://*.example.com</c>, which does not mean
/// <c>https://example.com</c> itself), all ports (<c>http://localhost:*</c>), <c>null</c> (files and sandboxed frames), or
/// any (<c>*</c>).
/// </summary>
public sealed class OriginPattern
{
    private const string NullOrigin = "null";

    private readonly WebOrigin? _origin;

    private OriginPattern(string text, WebOrigin? origin)
    {
        Text = text;
        _origin = origin;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Accepts a pattern, or returns its fault.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OriginPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        pattern = null;
        fault = null;
        if (text is "*" or NullOrigin)
            pattern = new OriginPattern(text, null);
        else if (!WebOrigin.TryParse(text, out var origin))
            fault = "an origin without path is needed, as in https://example.com, https://*.example.com, http://localhost:*, null or *";
        else if (origin.Host.LastIndexOf('*') > 0 || (origin.Host[0] == '*' && !origin.Host.StartsWith("*.", StringComparison.Ordinal)))
            fault = "a star stands for whole names in front of a host, as in https://*.example.com, or for the port";
        else
            pattern = new OriginPattern(text, origin);
        return pattern is not null;
    }

    /// <summary>Parses a pattern that is known to be valid; throws <see cref="ArgumentException"/> otherwise.</summary>
    public static OriginPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new ArgumentException(fault, nameof(text));

    /// <summary>True if the pattern matches this Origin header.</summary>
    public bool Matches(string origin)
    {
        if (_origin is not { } wanted)
            return Text == "*" || origin == Text;

        return WebOrigin.TryParse(origin, out var given)
            && given.Scheme == wanted.Scheme
            && (wanted.Port == "*" || given.Port == wanted.Port)
            && IsHost(wanted.Host, given.Host);
    }

    public override string ToString() => Text;

    private static bool IsHost(string wanted, string given) => wanted[0] == '*'
        ? given.Length >= wanted.Length && given.EndsWith(wanted[1..], StringComparison.Ordinal)
        : given == wanted;
}
