using System.Globalization;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Limits;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// How much each API key may publish. Publications are counted, so it is asked where they are known; the framework's rate
/// limiter counts requests, and one request may be a thousand of them.
/// </summary>
internal sealed class PublishQuota(AdminOptions options, TimeProvider time)
{
    private readonly RateLimit? _limit = RateLimit.Of(options.PublishesPerSecond, options.PublishBurst);
    private readonly NodeClock _clock = new(time);
    private readonly Lock _lock = new();

    // The first is for those who need no key.
    private readonly RateMeter[] _meters = new RateMeter[options.ApiKeys.Count + 1];

    /// <summary>Takes that many publications from the key of the request; null, or the problem.</summary>
    public IResult? Take(HttpContext context, int count)
    {
        if (_limit is null || TryTake(ApiKeyMiddleware.NumberOf(context), count, out var wait))
            return null;

        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests,
            ErrorCode.RateLimited,
            $"more than {options.PublishesPerSecond} publications a second with this key: try again in {seconds} s");
    }

    private bool TryTake(int key, int count, out TimeSpan wait)
    {
        lock (_lock)
            return _meters[key].TryTake(_limit!, _clock.Now, count, out wait);
    }
}
