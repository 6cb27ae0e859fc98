using WsActors.Protocol.Clients;

namespace WsActors.Server.Admin;

/// <summary>Decodes the names in a path, such as {topic}, from the segments by which the request was routed.</summary>
internal sealed class PathNamesMiddleware(RequestDelegate next)
{
    private const string Topic = "topic";

    public Task InvokeAsync(HttpContext context)
    {
        foreach (var (name, value) in context.Request.RouteValues.ToArray())
        {
            if (!RequestPath.TryDecode(value as string ?? string.Empty, out var decoded))
                return Problems.BadRequest(
                    name == Topic ? ErrorCode.InvalidTopic : Problems.MalformedRequest,
                    $"the {name} in the path is not percent-encoded UTF-8").ExecuteAsync(context);

            context.Request.RouteValues[name] = decoded;
        }

        return next(context);
    }
}
