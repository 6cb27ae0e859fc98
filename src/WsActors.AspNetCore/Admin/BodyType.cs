using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WsActors.AspNetCore.Admin;

/// <summary>The media type of a request body. Text and JSON must be UTF-8; other charsets are refused.</summary>
/// <param name="MediaType">Without parameters, such as <c>text/plain</c>; empty if the request names none.</param>
internal sealed record BodyType(string MediaType)
{
    /// <summary>The type that <c>curl -d</c> sends by default.</summary>
    private const string CurlDefault = "application/x-www-form-urlencoded";

    // US-ASCII is a subset of UTF-8, and many programs write "utf8".
    private static readonly string[] Utf8Names = ["utf-8", "utf8", "us-ascii", "ascii"];

    public bool IsJson =>
        MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) ||
        MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    public bool IsText => MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True if the body may be text or binary, depending on whether it is UTF-8: <c>curl -d 'hello'</c> and
    /// <c>curl --data-binary @photo.jpg</c> send the same header.
    /// </summary>
    public bool MayBeText => MediaType.Equals(CurlDefault, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the Content-Type header. It returns a problem if the header is not one media type (RFC 9110 §8.3 warns of guessing), or
    /// names a charset other than UTF-8 for JSON or text.
    /// </summary>
    public static bool TryRead(StringValues header, [NotNullWhen(true)] out BodyType? type, [NotNullWhen(false)] out IResult? problem)
    {
        type = null;
        problem = null;
        if (header.Count == 0)
            type = new BodyType(string.Empty);
        else if (header.Count > 1 || !MediaTypeHeaderValue.TryParse(header[0], out var parsed))
            problem = Problems.BadRequest(
                Problems.MalformedRequest, "the Content-Type header must hold one media type, as in Content-Type: application/json");
        else
            type = Judge(new BodyType(parsed.MediaType.Value ?? string.Empty), HeaderUtilities.RemoveQuotes(parsed.Charset), out problem);

        return type is not null;
    }

    private static BodyType? Judge(BodyType type, StringSegment charset, out IResult? problem)
    {
        var isUtf8 = charset.Length == 0 || Utf8Names.Contains(charset.Value, StringComparer.OrdinalIgnoreCase);
        var isBinary = !type.IsJson && !type.IsText && !type.MayBeText;
        problem = isUtf8 || isBinary
            ? null
            : Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                Problems.UnsupportedMediaType,
                $"the charset is {charset}: send JSON and text in UTF-8, or the bytes as application/octet-stream");
        return problem is null ? type : null;
    }
}
