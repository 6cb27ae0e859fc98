using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Http;

namespace WsActors.AspNetCore.Admin;

/// <summary>
/// Reads the path of a request target once, so that the route and the names in it cannot disagree. Equivalent paths become one (RFC 3986
/// §6.2.2): each segment is decoded and encoded again, which keeps "%2F" apart from "/".
/// </summary>
internal static class RequestPath
{
    private const string SchemeEnd = "://";

    /// <summary>
    /// Writes the path in normal form. A segment with a broken escape stays as it was sent, so that <see cref="TryDecode"/> finds
    /// the fault when the meaning of the segment is known.
    /// </summary>
    /// <param name="target">The request target in origin-form or absolute-form (RFC 9112 §3.2); others have no path.</param>
    /// <param name="path">The path, which begins with "/", or is empty if there is none.</param>
    /// <param name="fault">
    /// The fault of the path. "." and ".." must be resolved by the client (RFC 3986 §5.2.4), because a server and a proxy in front of
    /// it may resolve them differently.
    /// </param>
    public static bool TryNormalize(
        string target, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? fault)
    {
        string[] segments = [.. PathOf(target).Split('/').Select(Normalize)];
        var dots = Array.Find(segments, segment => segment is "." or "..");
        fault = dots is null ? null : $"the path has the segment \"{dots}\": resolve it before sending the request; topics and users with this name cannot appear in a path";
        path = fault is null ? string.Join('/', segments) : null;
        return fault is null;
    }

    /// <summary>Decodes a segment of a normalised path; false for a broken escape and for bytes that are not UTF-8.</summary>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out string? name) => PathSegment.TryDecode(segment, out name);

    private static string PathOf(string target)
    {
        var withoutQuery = target.Split('?', 2)[0];
        if (withoutQuery.StartsWith('/'))
            return withoutQuery;

        var authority = withoutQuery.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (authority < 0)
            return string.Empty;

        var slash = withoutQuery.IndexOf('/', authority + SchemeEnd.Length);
        return slash < 0 ? "/" : withoutQuery[slash..];
    }

    private static string Normalize(string segment) =>
        PathSegment.TryDecode(segment, out var decoded) ? Uri.EscapeDataString(decoded) : segment;
}
