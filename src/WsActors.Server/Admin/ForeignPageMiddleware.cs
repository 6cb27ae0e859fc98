using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Without keys, loopback is all that protects the API, and a browser on this machine shows pages from everywhere:
/// changes that another origin's page asks for are refused (Fetch standard: browsers send Origin with them). A page is our
/// own only under a loopback name: any other can be made to point here (DNS rebinding), and then its pages look like ours.
/// </summary>
internal sealed class ForeignPageMiddleware(RequestDelegate next, AdminOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.ApiKeys.Count > 0 || HttpMethods.IsGet(context.Request.Method) || IsOwnOrigin(context.Request))
            return next(context);

        return Problems.Of(
            StatusCodes.Status403Forbidden,
            Problems.ForeignPage,
            "a page of another origin may not use the API without a key: set WsActors:Admin:ApiKeys").ExecuteAsync(context);
    }

    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin is not [{ } origin] ||
        (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Authority == request.Host.Value);
}
