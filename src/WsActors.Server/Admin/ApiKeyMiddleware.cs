using WsActors.Actors.Telemetry;
using WsActors.Server.Access;

namespace WsActors.Server.Admin;

/// <summary>
/// Requires an API key if keys are configured: <c>Authorization: Bearer KEY</c> or <c>X-API-Key: KEY</c>. Liveness and readiness
/// need no key, so that orchestrators can probe them.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, ServerTelemetry telemetry)
{
    private const string BearerPrefix = "Bearer ";
    private const string NumberItem = "ApiKey";

    public Task InvokeAsync(HttpContext context)
    {
        if (keys.Count == 0 || context.Request.Path.Value is "/healthz" or "/readyz")
            return next(context);

        var key = KeyOf(context.Request);
        if (key is not null && keys.TryFind(key, out var number))
        {
            context.Items[NumberItem] = number;
            return next(context);
        }

        telemetry.Credentials.Refused(key is null ? "missing_key" : "wrong_key");
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized,
            Problems.Unauthorized,
            "send a key of WsActors:Admin:ApiKeys as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\"").ExecuteAsync(context);
    }

    /// <summary>Returns the number of the request's key, counted from 1; 0 if no key is required.</summary>
    public static int NumberOf(HttpContext context) => context.Items[NumberItem] as int? ?? 0;

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-API-Key"] is [{ } key])
            return key;

        return request.Headers.Authorization is [{ } authorization] &&
            authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
                ? authorization[BearerPrefix.Length..].Trim()
                : null;
    }
}
