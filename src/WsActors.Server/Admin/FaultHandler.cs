using Akka.Actor;
using Microsoft.AspNetCore.Diagnostics;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>Exceptions to problems: the client's faults are named, ours are logged and not shown.</summary>
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
                    StatusCodes.Status413PayloadTooLarge, Problems.BodyTooLarge, $"the body is over {options.MaxBodyBytes} bytes: see WsActors:Admin:MaxBodyBytes");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, Problems.MalformedRequest, QueryFault.Of(query) ?? bad.Message);
            case AskTimeoutException:
                return Problems.Of(
                    StatusCodes.Status504GatewayTimeout, Problems.Timeout, $"no answer within {options.RequestTimeout}: the node is overloaded, try again");
            default:
                LogFault(exception);
                return Problems.Of(
                    StatusCodes.Status500InternalServerError, Problems.Internal, "a fault of the server: its log tells more");
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "An admin request failed")]
    private partial void LogFault(Exception exception);
}
