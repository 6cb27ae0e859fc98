using Akka.Actor;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Admin;

/// <summary>Turns exceptions that clients cause, or that pass, into problems.</summary>
internal static class Faults
{
    /// <summary>Returns the problem; null for a fault of the server.</summary>
    public static IResult? ProblemOf(Exception exception, IQueryCollection query, AdminOptions options) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.Of(
            StatusCodes.Status413PayloadTooLarge, Problems.BodyTooLarge, $"the body is larger than {options.MaxBodyBytes} bytes, the limit WsActors:Admin:MaxBodyBytes"),
        BadHttpRequestException bad => Problems.Of(bad.StatusCode, Problems.MalformedRequest, QueryFault.Of(query) ?? bad.Message),
        AskTimeoutException => Problems.Of(
            StatusCodes.Status504GatewayTimeout, Problems.Timeout, $"no answer within {options.RequestTimeout}: the node is overloaded; try again later"),
        _ => null,
    };
}
