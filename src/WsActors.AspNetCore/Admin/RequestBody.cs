using System.Text.Json;

namespace WsActors.AspNetCore.Admin;

/// <summary>Reads request bodies.</summary>
internal static class RequestBody
{
    /// <summary>Reads the whole body. Kestrel refuses one of more than <paramref name="limit"/> bytes while it is being read.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        // The announced length may be over the limit, so no more than the limit is allocated.
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, limit));
        await request.Body.CopyToAsync(body, cancellation);
        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    /// <summary>Removes the byte order mark that some programs put before JSON, which parsers may ignore (RFC 8259 §8.1).</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;

    /// <summary>The answer to a body that is not the JSON that it should be.</summary>
    /// <param name="error">The error, with its place.</param>
    /// <param name="expected">The object that was expected, with its article, as in <c>a valid batch</c>.</param>
    public static IResult Malformed(JsonException error, string expected) => Problems.BadRequest(
        Problems.MalformedJson,
        $"the body is not {expected}: error at {error.Path}, line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; the format is described at /openapi/v1.json");
}
