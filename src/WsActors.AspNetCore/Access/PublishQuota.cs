using WsActors.Actors.Access;
using WsActors.Actors.Runtime;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Limits;

namespace WsActors.AspNetCore.Access;

/// <summary>
/// Limits the rate of publications per API key, over HTTP and over WebSockets together. The framework's rate limiter counts requests, of
/// which one may hold a thousand publications.
/// </summary>
internal sealed class PublishQuota(AdminOptions options, TimeProvider time) : IPublishQuota
{
    private readonly NodeClock _clock = new(time);

    private volatile Limit _limit = Limit.Of(options);

    // The first is for requests without a key. It grows with the numbers of keys.
    private volatile RateMeter[] _meters = new RateMeter[options.KeyCount + 1];

    public int PerSecond => _limit.PerSecond;

    /// <summary>Replaces the limit.</summary>
    public void Use(AdminOptions next) => _limit = Limit.Of(next);

    /// <summary>Makes room for keys up to a number. New ones have their full allowance.</summary>
    public void MakeRoom(int highestKey)
    {
        var meters = _meters;
        if (meters.Length > highestKey)
            return;

        Array.Resize(ref meters, highestKey + 1);
        _meters = meters;
    }

    public bool TryTake(int apiKey, int count, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return _limit.Rate is not { } rate || RateMeter.TryTakeShared(ref _meters[apiKey], rate, _clock.Now, count, out wait);
    }

    private sealed record Limit(int PerSecond, RateLimit? Rate)
    {
        public static Limit Of(AdminOptions options) => new(options.PublishesPerSecond, RateLimit.Of(options.PublishesPerSecond, options.PublishBurst));
    }
}
