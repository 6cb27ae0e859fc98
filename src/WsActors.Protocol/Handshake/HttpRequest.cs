namespace WsActors.Protocol.Handshake;

/// <summary>A request head as it was sent, not yet judged as an opening handshake.</summary>
/// <param name="Method">As sent; methods are case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Target">The request target (RFC 9112 §3.2).</param>
/// <param name="Version">"HTTP/1.1" and the like.</param>
/// <param name="Headers">Names and values in their order; names compare without case.</param>
public sealed record HttpRequest(
    string Method, string Target, string Version, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The method alone: headers and target may hold credentials, which no log may.</summary>
    public override string ToString() => Method;

    /// <summary>How often a header stands in the request.</summary>
    public int Count(string name)
    {
        var count = 0;
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                count++;
        }

        return count;
    }

    /// <summary>The first value of a header; null where it is absent.</summary>
    public string? First(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return header.Value;
        }

        return null;
    }

    /// <summary>A list header as one line: repeated headers and comma-joined values are one list (RFC 9110 §5.3); null where it is absent.</summary>
    public string? Joined(string name) =>
        Count(name) > 1 ? string.Join(", ", List(name)) : First(name);

    /// <summary>All values of a header, as they were sent.</summary>
    public IEnumerable<string> All(string name) => Headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value);

    /// <summary>The members of a list header: repeated headers and comma-joined values are one list (RFC 9110 §5.3).</summary>
    public IEnumerable<string> List(string name) => All(name)
        .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
