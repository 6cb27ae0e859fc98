using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace WsActors.Protocol.Http;

/// <summary>
/// A name under which a listener may be reached: one host, all subdomains of a host (<c>*.example.com</c>, which does not mean
/// <c>example.com</c> itself), an IP address, or any (<c>*</c>). Ports are not compared.
/// </summary>
public sealed class HostPattern
{
    private const string Any = "*";

    private readonly string _name;

    private HostPattern(string name) => _name = name;

    /// <summary>Accepts a pattern, or returns its fault.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        var isAddress = IPAddress.TryParse(text, out var address);
        fault = isAddress || text == Any || IsName(text)
            ? null
            : "a host without scheme, port and path is needed, as in push.example.com, *.example.com, 10.0.0.5 or *";
        pattern = fault is null ? new HostPattern(isAddress ? address!.ToString() : text.ToLowerInvariant()) : null;
        return pattern is not null;
    }

    /// <summary>Parses a pattern that is known to be valid; throws <see cref="ArgumentException"/> otherwise.</summary>
    public static HostPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new ArgumentException(fault, nameof(text));

    /// <param name="name">A host as <see cref="HostHeader.NameOf"/> gives it.</param>
    internal bool Matches(string name) => _name[0] == '*'
        ? name.Length >= _name.Length && name.EndsWith(_name[1..], StringComparison.Ordinal)
        : name == _name;

    private static bool IsName(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return name.Length > 0 && name[0] != '.' && name[^1] != '.' &&
            name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
    }
}
