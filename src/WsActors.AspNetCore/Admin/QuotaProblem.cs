using System.Globalization;
using WsActors.Actors.Access;
using WsActors.Protocol.Clients;

namespace WsActors.AspNetCore.Admin;

/// <summary>Charges publications over HTTP to the API key of their request.</summary>
internal static class QuotaProblem
{
    /// <summary>Takes publications from the allowance of the request's key. Returns the problem if it is used up, else null.</summary>
    public static IResult? Take(this IPublishQuota quota, HttpContext context, int count)
    {
        if (quota.TryTake(RequestKey.NumberOf(context), count, out var wait))
            return null;

        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests,
            ErrorCode.RateLimited,
            $"the key exceeds {quota.PerSecond} publications per second; try again in {seconds} s");
    }
}
