using Microsoft.AspNetCore.Http.Features;
using WsActors.Protocol.Handshake;
using WsActors.Protocol.Push;

namespace WsActors.Server.Admin;

/// <summary>
/// Decodes the topic in a request's path from what was sent: the framework decodes all but "%2F" and broken escapes, and
/// after that nobody can tell "%2F" from "%252F".
/// </summary>
internal sealed class TopicPathMiddleware(RequestDelegate next)
{
    private const string RouteKey = "topic";
    private const string Before = "/topics/";

    public Task InvokeAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        if (!values.ContainsKey(RouteKey))
            return next(context);
        if (!PathSegment.TryDecode(SegmentOf(context), out var topic))
            return Problems.BadRequest(
                ErrorCode.InvalidTopic, "the topic in the path is not percent-encoded UTF-8").ExecuteAsync(context);

        values[RouteKey] = topic;
        return next(context);
    }

    private static string SegmentOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.IndexOf(Before, StringComparison.OrdinalIgnoreCase) + Before.Length;
        var end = target.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? target[start..] : target.Substring(start, end);
    }
}
