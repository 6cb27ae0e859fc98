using Akka.Actor;
using Microsoft.AspNetCore.Diagnostics;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>Turns exceptions into problems. Faults of the client are named; faults of the server are logged and not shown.</summary>
internal sealed partial class FaultHandler(AdminOptions options, ILogger<FaultHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        await ProblemOf(exception, context.Request.Query).ExecuteAsync(context);
        return true;
    }

    private IResult ProblemOf(Exception exception, IQueryCollection query)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(
                    StatusCodes.Status413PayloadTooLarge, Problems.BodyTooLarge, $"the body is larger than {options.MaxBodyBytes} bytes, the limit WsActors:Admin:MaxBodyBytes");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, Problems.MalformedRequest, QueryFault.Of(query) ?? bad.Message);
            case AskTimeoutException:
                return Problems.Of(
                    StatusCodes.Status504GatewayTimeout, Problems.Timeout, $"no answer within {options.RequestTimeout}: the node is overloaded; try again later");
            default:
                LogFault(exception);
                return Problems.Of(
                    StatusCodes.Status500InternalServerError, Problems.Internal, "internal server error; see the server log");
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "An admin request failed")]
    private partial void LogFault(Exception exception);
}
