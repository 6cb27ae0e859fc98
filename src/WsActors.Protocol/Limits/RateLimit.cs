namespace WsActors.Protocol.Limits;

/// <summary>So many a second in the long run, and so many at once.</summary>
public sealed class RateLimit
{
    /// <param name="perSecond">In the long run, from 1.</param>
    /// <param name="burst">At once after a pause, from 1.</param>
    public RateLimit(int perSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        Interval = Math.Max(1, TimeSpan.TicksPerSecond / perSecond);
        Burst = Interval * burst;
    }

    /// <summary>The limit, or null where 0 a second means that there is none.</summary>
    public static RateLimit? Of(int perSecond, int burst) => perSecond == 0 ? null : new RateLimit(perSecond, burst);

    /// <summary>Ticks that one is worth.</summary>
    internal long Interval { get; }

    /// <summary>Ticks that all of a burst are worth.</summary>
    internal long Burst { get; }
}
