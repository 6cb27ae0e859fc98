using Microsoft.AspNetCore.Http.Features;
using WsActors.Protocol.Handshake;
using WsActors.Protocol.Push;

namespace WsActors.Server.Admin;

/// <summary>
/// Decodes the user and the topic in a request's path from what was sent: the framework decodes all but "%2F" and broken
/// escapes, and after that nobody can tell "%2F" from "%252F".
/// </summary>
internal sealed class PathNamesMiddleware(RequestDelegate next)
{
    private const string User = "user";
    private const string Topic = "topic";

    public Task InvokeAsync(HttpContext context)
    {
        // The user stands before the topic, and may be called "topics".
        var rest = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!TryDecode(context, User, "/users/", ref rest))
            return Problems.BadRequest(
                Problems.MalformedRequest, "the user in the path is not percent-encoded UTF-8").ExecuteAsync(context);
        if (!TryDecode(context, Topic, "/topics/", ref rest))
            return Problems.BadRequest(
                ErrorCode.InvalidTopic, "the topic in the path is not percent-encoded UTF-8").ExecuteAsync(context);

        return next(context);
    }

    private static bool TryDecode(HttpContext context, string key, string before, ref string rest)
    {
        var values = context.Request.RouteValues;
        if (!values.ContainsKey(key))
            return true;

        rest = rest[(rest.IndexOf(before, StringComparison.OrdinalIgnoreCase) + before.Length)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var isLegal = PathSegment.TryDecode(end < 0 ? rest : rest[..end], out var value);
        values[key] = value;
        rest = end < 0 ? string.Empty : rest[end..];
        return isLegal;
    }
}
