using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Admin;

/// <summary>Decodes the names in a path, such as {topic}, from the segments by which the request was routed.</summary>
internal sealed class PathNamesMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var (name, value) in context.Request.RouteValues.ToArray())
        {
            if (PathNames.Set(context, name, value as string ?? string.Empty) is { } fault)
                return fault.ExecuteAsync(context);
        }

        return next(context);
    }
}
