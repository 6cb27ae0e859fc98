using Microsoft.AspNetCore.Http.Features;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Admin;

/// <summary>
/// Replaces the framework's path by its normal form before routing. The framework decodes everything except "%2F" and broken
/// escapes, which makes "%2F" and "%252F" equal.
/// </summary>
internal sealed class RequestPathMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestPath.TryNormalize(target, out var path, out var fault))
            return Problems.BadRequest(Problems.MalformedRequest, fault).ExecuteAsync(context);

        // The constructor keeps the text unchanged; the conversion from a string would decode it.
        context.Request.Path = new PathString(path);
        return next(context);
    }
}
