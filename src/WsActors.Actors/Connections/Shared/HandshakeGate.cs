using WsActors.Protocol.Limits;

namespace WsActors.Actors.Connections.Shared;

/// <summary>
/// Admits no more clients per second than the node can take. Clients that were connected a moment ago take precedence over newcomers,
/// which may use only half of the rate: after a failure the running sessions stand again before others begin. Safe on any thread.
/// </summary>
internal sealed class HandshakeGate(RateLimit? limit)
{
    /// <summary>The share of a second's handshakes that newcomers may use.</summary>
    private const double NewcomersShare = 0.5;

    private readonly Lock _lock = new();
    private RateMeter _meter;

    /// <summary>The burst equals one second's rate: a shorter queue is no overload.</summary>
    /// <param name="perSecond">Handshakes in a second; 0 is no limit.</param>
    public static HandshakeGate Of(int perSecond) => new(RateLimit.Of(perSecond, burst: Math.Max(1, perSecond)));

    /// <param name="isResuming">True if the client says that it was connected a moment ago.</param>
    /// <param name="now">The time now.</param>
    /// <param name="wait">The time until there is room; zero if the client is admitted.</param>
    public bool TryEnter(bool isResuming, TimeSpan now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (limit is null)
            return true;

        lock (_lock)
        {
            return isResuming
                ? _meter.TryTake(limit, now, 1, out wait)
                : _meter.TryTakeOf(NewcomersShare, limit, now, out wait);
        }
    }
}
