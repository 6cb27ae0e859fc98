namespace WsActors.Protocol.Limits;

/// <summary>
/// Measures one source against a <see cref="RateLimit"/>: a token bucket in eight bytes. It keeps only the time at which
/// the bucket would be full again (the generic cell rate algorithm, ITU-T I.371); no timer fills it.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its owner.</remarks>
public struct RateMeter
{
    private long _fullAt;

    /// <summary>Takes <paramref name="count"/> if so many are available; otherwise takes nothing and returns the time to wait.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The time now; it never goes back.</param>
    /// <param name="count">A count above the burst is taken if the whole burst is available, and later callers wait for the rest.</param>
    /// <param name="wait">Until so many will be there; zero where they were taken.</param>
    public bool TryTake(RateLimit limit, TimeSpan now, int count, out TimeSpan wait) =>
        TryTake(limit, now, count, limit.Burst, out wait);

    /// <summary>Acquires for a caller that may use only a part of the burst and leaves the rest to others.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The time now.</param>
    /// <param name="share">The part, from 0 to 1.</param>
    /// <param name="wait">Until there will be one; zero where it was taken.</param>
    public bool TryTakeOf(double share, RateLimit limit, TimeSpan now, out TimeSpan wait) =>
        TryTake(limit, now, 1, Math.Max(limit.Interval, (long)(limit.Burst * share)), out wait);

    /// <summary>
    /// Takes so many, whether they are available or not: a source that continues above the limit exceeds it more and more, and soon
    /// counts as a flood.
    /// </summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The time now; it never goes back.</param>
    /// <param name="count">At most a burst is taken at once; 0 only asks.</param>
    public RateLimitResult Take(RateLimit limit, TimeSpan now, int count = 1)
    {
        _fullAt = Math.Max(_fullAt, now.Ticks) + Math.Min(limit.Interval * count, limit.Burst);
        var used = _fullAt - now.Ticks;
        if (used <= limit.Burst)
            return RateLimitResult.Within;

        return used <= 2 * limit.Burst ? RateLimitResult.Over : RateLimitResult.Flooding;
    }

    /// <summary>Takes like <see cref="TryTake(RateLimit, TimeSpan, int, out TimeSpan)"/> from a meter that several threads use at once, without a lock.</summary>
    /// <param name="meter">The meter that they share.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The time now; it never goes back.</param>
    /// <param name="count">A count above the burst is taken if the whole burst is available, and later callers wait for the rest.</param>
    /// <param name="wait">Until so many will be there; zero where they were taken.</param>
    public static bool TryTakeShared(ref RateMeter meter, RateLimit limit, TimeSpan now, int count, out TimeSpan wait)
    {
        while (true)
        {
            var before = Volatile.Read(ref meter._fullAt);
            var taken = new RateMeter { _fullAt = before };
            if (!taken.TryTake(limit, now, count, out wait))
                return false;
            if (Interlocked.CompareExchange(ref meter._fullAt, taken._fullAt, before) == before)
                return true;
        }
    }

    private bool TryTake(RateLimit limit, TimeSpan now, int count, long burst, out TimeSpan wait)
    {
        var cost = limit.Interval * count;
        var from = Math.Max(_fullAt, now.Ticks);
        var over = from - now.Ticks + Math.Min(cost, burst) - burst;
        wait = new TimeSpan(Math.Max(0, over));
        if (over > 0)
            return false;

        _fullAt = from + cost;
        return true;
    }
}
