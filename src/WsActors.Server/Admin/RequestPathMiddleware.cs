using Microsoft.AspNetCore.Http.Features;

namespace WsActors.Server.Admin;

/// <summary>
/// Puts the normal form of the path in place of the framework's, before anything looks at it: the framework decodes all but "%2F"
/// and broken escapes, and after that "%2F" and "%252F" are the same.
/// </summary>
internal sealed class RequestPathMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestPath.TryNormalize(target, out var path, out var fault))
            return Problems.BadRequest(Problems.MalformedRequest, fault).ExecuteAsync(context);

        // The constructor takes the text as it is; the conversion from a string would decode it.
        context.Request.Path = new PathString(path);
        return next(context);
    }
}
