namespace WsActors.Protocol.Http;

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

    /// <summary>Counts the occurrences of a header.</summary>
    public int Count(string name)
    {
        var count = 0;
        for (var i = Next(name); i >= 0; i = Next(name, i + 1))
            count++;
        return count;
    }

    /// <summary>The first value of a header; null if it is absent.</summary>
    public string? First(string name) => Next(name) is var first and >= 0 ? Headers[first].Value : null;

    /// <summary>
    /// A list header as one line: repeated headers and comma-joined values are one list (RFC 9110 §5.3); null if it is absent.
    /// </summary>
    public string? Joined(string name) =>
        Count(name) > 1 ? string.Join(", ", List(name)) : First(name);

    /// <summary>All values of a header, as they were sent.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string>? values = null;
        for (var i = Next(name); i >= 0; i = Next(name, i + 1))
            (values ??= []).Add(Headers[i].Value);
        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>The members of a list header: repeated headers and comma-joined values are one list (RFC 9110 §5.3).</summary>
    public IReadOnlyList<string> List(string name)
    {
        List<string>? members = null;
        for (var i = Next(name); i >= 0; i = Next(name, i + 1))
            (members ??= []).AddRange(Headers[i].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return members ?? (IReadOnlyList<string>)[];
    }

    /// <summary>True if a list header has this member, ignoring case.</summary>
    public bool Lists(string name, string member)
    {
        for (var i = Next(name); i >= 0; i = Next(name, i + 1))
        {
            var value = Headers[i].Value.AsSpan();
            foreach (var part in value.Split(','))
            {
                if (value[part].Trim().Equals(member, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    // The next position of the name; -1 for none. Loops of this kind allocate nothing, and every handshake asks for many headers.
    private int Next(string name, int from = 0)
    {
        for (var i = from; i < Headers.Count; i++)
        {
            if (Headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
