namespace WsActors.Protocol.Http;

/// <summary>Reads the query component of a request target (RFC 3986 §3.4, as HTML forms write it).</summary>
internal static class QueryString
{
    /// <summary>The first value of <paramref name="name"/>, decoded; null if the name is absent.</summary>
    public static string? First(string query, string name)
    {
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan()[range];
            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals];
            if (!Decode(key).Equals(name, StringComparison.Ordinal))
                continue;

            return equals < 0 ? string.Empty : Decode(pair[(equals + 1)..]);
        }

        return null;
    }

    private static string Decode(ReadOnlySpan<char> encoded) =>
        Uri.UnescapeDataString(encoded.ToString().Replace('+', ' '));
}
