namespace WsActors.Server.Admin;

/// <summary>The bytes of a request body.</summary>
internal static class RequestBody
{
    /// <summary>Reads the whole body; Kestrel refuses one of more than <paramref name="limit"/> bytes while it is read.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        // Nothing is set aside for an announced length that will be refused.
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, limit));
        await request.Body.CopyToAsync(body, cancellation);
        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    /// <summary>JSON without the byte order mark that some programs put before it, which parsers may ignore (RFC 8259 §8.1).</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;
}
