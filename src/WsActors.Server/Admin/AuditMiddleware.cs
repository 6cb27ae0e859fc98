using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>Has each call of the API that may change something, or reads what users send, written to the audit log, whether it succeeds or not.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AdminOptions options, AuditLog audit, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsAuditedRead(context))
            AuditStart(context);
        if (!IsAudited(context))
        {
            await next(context);
            return;
        }

        var startedAt = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            // The names in the path are gone where a fault is turned into an answer, and only there the status is known.
            var call = AuditedCall.Of(context);
            context.Response.OnCompleted(() =>
            {
                audit.Called(call, context.Response.StatusCode, time.GetElapsedTime(startedAt));
                return Task.CompletedTask;
            });
        }
    }

    // It may last for an hour: an entry at its end comes too late.
    private void AuditStart(HttpContext context)
    {
        var startedAt = time.GetTimestamp();
        var call = AuditedCall.Of(context);
        context.Response.OnStarting(() =>
        {
            audit.Called(call, context.Response.StatusCode, time.GetElapsedTime(startedAt));
            return Task.CompletedTask;
        });
    }

    private static bool IsAuditedRead(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AuditedRead>() is not null;

    private bool IsAudited(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) &&
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) &&
        (options.AuditPublications || context.GetEndpoint()?.Metadata.GetMetadata<PublicationCall>() is null);
}
