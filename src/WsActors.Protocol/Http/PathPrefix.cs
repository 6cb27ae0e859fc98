using System.Diagnostics.CodeAnalysis;

namespace WsActors.Protocol.Http;

/// <summary>
/// The path under which a proxy shows the push listener, as in <c>/push</c>: in front of every path, with or without a
/// slash behind it.
/// </summary>
public sealed record PathPrefix
{
    /// <summary>No base: the paths stand at the root.</summary>
    public static readonly PathPrefix Root = new(string.Empty);

    private PathPrefix(string text) => Text = text;

    /// <summary>The prefix of every path: empty, or a slash and more, without a slash at its end.</summary>
    public string Text { get; }

    /// <summary>Accepts a path, or returns its fault.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathPrefix? prefix, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(text);
        prefix = fault is null ? new PathPrefix(text.TrimEnd('/')) : null;
        return prefix is not null;
    }

    /// <summary>Parses a base that is known to be valid; throws <see cref="ArgumentException"/> otherwise.</summary>
    public static PathPrefix Parse(string text) =>
        TryParse(text, out var prefix, out var fault) ? prefix : throw new ArgumentException(fault, nameof(text));

    /// <summary>Removes the base from a request's path; the rest begins with "/". False if the path is not under the base.</summary>
    public bool TryStrip(string path, [NotNullWhen(true)] out string? rest)
    {
        rest = null;
        if (!path.StartsWith(Text, StringComparison.Ordinal))
            return false;

        if (path.Length == Text.Length)
            rest = "/";
        else if (path[Text.Length] == '/')
            rest = path[Text.Length..];
        return rest is not null;
    }

    private static string? FaultOf(string text)
    {
        if (!text.StartsWith('/'))
            return "a path that begins with / is needed, as in /push";
        if (text.Contains("//", StringComparison.Ordinal))
            return "two slashes in a row are not allowed";

        return text.All(c => c is > ' ' and < '\u007f' and not ('?' or '#'))
            ? null
            : "visible ASCII without ? and # is allowed, anything else percent-encoded";
    }
}
