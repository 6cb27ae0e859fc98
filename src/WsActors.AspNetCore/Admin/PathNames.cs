using WsActors.Protocol.Clients;

namespace WsActors.AspNetCore.Admin;

/// <summary>Decodes the names in a path, such as {topic}.</summary>
internal static class PathNames
{
    private const string Topic = "topic";

    /// <summary>Sets a route value to a name as it stands in the path, decoded.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name of the route value.</param>
    /// <param name="encoded">The segment of the path.</param>
    /// <returns>The problem of a name that is not valid; else null.</returns>
    public static IResult? Set(HttpContext context, string name, string encoded)
    {
        if (!RequestPath.TryDecode(encoded, out var decoded))
            return Problems.BadRequest(
                name == Topic ? ErrorCode.InvalidTopic : Problems.MalformedRequest, $"the {name} in the path is not percent-encoded UTF-8");

        context.Request.RouteValues[name] = decoded;
        return null;
    }
}
