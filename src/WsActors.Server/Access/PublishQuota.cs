using WsActors.Actors.Access;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Limits;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>
/// Limits the rate of publications per API key, over HTTP and over WebSockets together. The framework's rate limiter counts requests, of
/// which one may hold a thousand publications.
/// </summary>
internal sealed class PublishQuota(AdminOptions options, TimeProvider time) : IPublishQuota
{
    private readonly RateLimit? _limit = RateLimit.Of(options.PublishesPerSecond, options.PublishBurst);
    private readonly NodeClock _clock = new(time);

    // The first is for requests without a key.
    private readonly RateMeter[] _meters = new RateMeter[options.ApiKeys.Count + 1];

    public int PerSecond => options.PublishesPerSecond;

    public bool TryTake(int apiKey, int count, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return _limit is null || RateMeter.TryTakeShared(ref _meters[apiKey], _limit, _clock.Now, count, out wait);
    }
}
