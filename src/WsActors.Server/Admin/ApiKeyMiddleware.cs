using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Admin;

/// <summary>
/// Requires an API key if keys are configured: <c>Authorization: Bearer KEY</c> or <c>X-API-Key: KEY</c>. Liveness and readiness
/// need no key, so that orchestrators can probe them, nor do the console's own files.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, ServerTelemetry telemetry, AuditLog audit)
{
    private const string BearerPrefix = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        if (keys.Count == 0 || context.Request.Path.Value is "/healthz" or "/readyz" || IsKeyless(context))
            return next(context);

        var key = KeyOf(context.Request);
        if (key is not null && keys.TryFind(key, out var number))
        {
            RequestKey.Use(context, number);
            return next(context);
        }

        var cause = key is null ? "missing_key" : "wrong_key";
        telemetry.Credentials.Refused(cause);
        audit.Refused(context, cause);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized,
            Problems.Unauthorized,
            "send a key of WsActors:Admin:ApiKeys as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\"").ExecuteAsync(context);
    }

    private static bool IsKeyless(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<KeylessPage>()?.Covers(context.Request) == true;

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
