namespace WsActors.Protocol.Http;

/// <summary>A request target taken apart (RFC 9112 §3.2).</summary>
/// <param name="Authority">The host of an absolute-form target; null where the Host header names it.</param>
/// <param name="Path">Always beginning with "/"; without escapes of unreserved characters.</param>
/// <param name="Query">Without its "?", empty where there is none.</param>
internal readonly record struct RequestTarget(string? Authority, string Path, string Query)
{
    private static readonly string[] Schemes = ["ws://", "wss://", "http://", "https://"];

    /// <summary>Reads the origin-form, or the absolute-form, which a server "MUST accept" (RFC 9112 §3.2.2).</summary>
    public static bool TryParse(string target, out RequestTarget parsed)
    {
        parsed = default;
        if (target.StartsWith('/'))
            return TakeApart(null, target, out parsed);

        var scheme = Array.Find(Schemes, scheme => target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (scheme is null)
            return false;

        var rest = target[scheme.Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        return authority.Length > 0 && HostHeader.IsValid(authority) && TakeApart(authority, rest[authority.Length..], out parsed);
    }

    private static bool TakeApart(string? authority, string pathAndQuery, out RequestTarget parsed)
    {
        var queryStart = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = queryStart < 0 ? pathAndQuery : pathAndQuery[..queryStart];
        parsed = new RequestTarget(
            authority,
            path.Length == 0 ? "/" : PathNormalization.Of(path),
            queryStart < 0 ? string.Empty : pathAndQuery[(queryStart + 1)..]);
        return true;
    }
}
