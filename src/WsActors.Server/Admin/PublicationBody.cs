using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using WsActors.Protocol.Push;

namespace WsActors.Server.Admin;

/// <summary>Makes a publication of a request body, by its content type.</summary>
internal static class PublicationBody
{
    /// <summary>What <c>curl -d</c> says of whatever it sends.</summary>
    private const string CurlDefault = "application/x-www-form-urlencoded";

    /// <summary>The whole body; one of more than <paramref name="limit"/> bytes is refused by Kestrel when it is read.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        // Nothing is set aside for an announced length that will be refused.
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, limit));
        await request.Body.CopyToAsync(body, cancellation);
        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    /// <summary>JSON and text are checked against what they claim to be; anything else is binary.</summary>
    public static bool TryParse(
        string? contentType, byte[] body, [NotNullWhen(true)] out Publication? publication, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        var mediaType = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType.Value ?? "" : "";
        if (IsJson(mediaType))
            problem = Publication.TryParseJson(body, out publication, out var fault) ? null : Problems.BadRequest(Problems.MalformedJson, fault);
        else if (mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
            problem = Publication.TryParseText(body, out publication, out var fault) ? null : Problems.BadRequest(Problems.MalformedText, fault);
        else if (!IsCurlText(mediaType, body, out publication))
            publication = Publication.FromBinary(body);

        return problem is null;
    }

    private static bool IsJson(string mediaType) =>
        mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) ||
        mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    // `curl -d 'hello'` means text and `curl --data-binary @photo.jpg` does not, and both say the same of themselves.
    private static bool IsCurlText(string mediaType, byte[] body, [NotNullWhen(true)] out Publication? publication)
    {
        publication = null;
        return mediaType.Equals(CurlDefault, StringComparison.OrdinalIgnoreCase) &&
            Publication.TryParseText(body, out publication, out _);
    }
}
