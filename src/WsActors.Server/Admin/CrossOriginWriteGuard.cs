using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Refuses writing requests from pages of other origins if no API keys are configured. The API is then protected by loopback alone,
/// but a browser on this machine shows pages from everywhere. Browsers send Origin with such requests (Fetch standard). An origin is
/// trusted only under a loopback name, because any other name can be made to point here (DNS rebinding).
/// </summary>
internal sealed class CrossOriginWriteGuard(RequestDelegate next, AdminOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.HasKeys || HttpMethods.IsGet(context.Request.Method) || IsOwnOrigin(context.Request))
            return next(context);

        return Problems.Of(
            StatusCodes.Status403Forbidden,
            Problems.ForeignPage,
            "requests from pages of other origins need an API key; configure WsActors:Admin:ApiKeys").ExecuteAsync(context);
    }

    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin is not [{ } origin] ||
        (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Authority == request.Host.Value);
}
