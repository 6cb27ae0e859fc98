using System.Globalization;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Limits;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Limits the rate of publications per API key. The framework's rate limiter counts requests, of which one may hold a thousand
/// publications.
/// </summary>
internal sealed class PublishQuota(AdminOptions options, TimeProvider time)
{
    private readonly RateLimit? _limit = RateLimit.Of(options.PublishesPerSecond, options.PublishBurst);
    private readonly NodeClock _clock = new(time);
    private readonly Lock _lock = new();

    // The first is for requests without a key.
    private readonly RateMeter[] _meters = new RateMeter[options.ApiKeys.Count + 1];

    /// <summary>Takes publications from the allowance of the request's key. Returns the problem if it is used up, else null.</summary>
    public IResult? Take(HttpContext context, int count)
    {
        if (_limit is null || TryTake(ApiKeyMiddleware.NumberOf(context), count, out var wait))
            return null;

        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests,
            ErrorCode.RateLimited,
            $"the key exceeds {options.PublishesPerSecond} publications per second; try again in {seconds} s");
    }

    private bool TryTake(int key, int count, out TimeSpan wait)
    {
        lock (_lock)
            return _meters[key].TryTake(_limit!, _clock.Now, count, out wait);
    }
}
