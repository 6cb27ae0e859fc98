using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>Turns exceptions into problems. Faults of the client are named; faults of the server are logged and not shown.</summary>
internal sealed partial class FaultHandler(AdminOptions options, ILogger<FaultHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (IsAborted(context, exception))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Faults.ProblemOf(exception, context.Request.Query, options);
        if (problem is null)
            LogFault(exception);
        await (problem ?? Problems.Of(
            StatusCodes.Status500InternalServerError, Problems.Internal, "internal server error; see the server log")).ExecuteAsync(context);
        return true;
    }

    // The connection is gone, so that nobody gets an answer. Kestrel may cancel the reading of a body before it cancels the request.
    private static bool IsAborted(HttpContext context, Exception exception) => exception is OperationCanceledException
        && (context.RequestAborted.IsCancellationRequested || exception.InnerException is ConnectionAbortedException);

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "An admin request failed")]
    private partial void LogFault(Exception exception);
}
