using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using WsActors.AspNetCore.Admin;

namespace WsActors.AspNetCore.Embedding;

/// <summary>
/// Reads the names in a path, such as {topic}, from the request target. The framework decodes everything except "%2F", which makes "%2F" and
/// "%252F" equal.
/// </summary>
internal static class RouteNames
{
    /// <summary>Replaces the route values by the decoded segments; false if the path is not valid.</summary>
    /// <param name="context">The request.</param>
    /// <param name="pattern">The pattern of its endpoint. The path may begin with more segments than the pattern, those of a path base.</param>
    /// <param name="fault">The problem of the path.</param>
    public static bool TryDecode(HttpContext context, RoutePattern pattern, [NotNullWhen(false)] out IResult? fault)
    {
        fault = null;
        if (pattern.Parameters.Count == 0)
            return true;

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestPath.TryNormalize(target, out var path, out var pathFault))
        {
            fault = Problems.BadRequest(Problems.MalformedRequest, pathFault);
            return false;
        }

        var segments = path.TrimEnd('/').Split('/');
        var offset = segments.Length - pattern.PathSegments.Count;
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            if (pattern.PathSegments[i].Parts is not [RoutePatternParameterPart { Name: var name }] || offset < 0)
                continue;

            fault = PathNames.Set(context, name, segments[offset + i]);
            if (fault is not null)
                return false;
        }

        return true;
    }
}
