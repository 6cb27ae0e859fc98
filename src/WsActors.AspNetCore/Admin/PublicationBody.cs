using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Turns a request body into a publication according to its content type.</summary>
internal static class PublicationBody
{
    /// <summary>Parses a body. JSON and text must be valid; any other type is binary.</summary>
    public static bool TryParse(
        StringValues contentType,
        byte[] body,
        [NotNullWhen(true)] out Publication? publication,
        [NotNullWhen(false)] out IResult? problem)
    {
        publication = null;
        if (!BodyType.TryRead(contentType, out var type, out problem))
            return false;

        if (type.IsJson)
            problem = Publication.TryParseJson(RequestBody.WithoutByteOrderMark(body), out publication, out var fault)
                ? null
                : Problems.BadRequest(Problems.MalformedJson, fault);
        else if (type.IsText)
            problem = Publication.TryParseText(body, out publication, out var fault) ? null : Problems.BadRequest(Problems.MalformedText, fault);
        else if (!type.MayBeText || !Publication.TryParseText(body, out publication, out _))
            publication = Publication.FromBinary(body);

        return problem is null;
    }
}
