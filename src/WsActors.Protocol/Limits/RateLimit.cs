namespace WsActors.Protocol.Limits;

/// <summary>A long-term rate per second, and a burst.</summary>
public sealed class RateLimit
{
    /// <summary>The burst of a client's own limit, in seconds, if the others have none.</summary>
    private const long BurstSeconds = 20;

    /// <param name="perSecond">In the long run, from 1.</param>
    /// <param name="burst">At once after a pause, from 1.</param>
    public RateLimit(int perSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        PerSecond = perSecond;
        Interval = Math.Max(1, TimeSpan.TicksPerSecond / perSecond);
        Burst = Interval * burst;
    }

    /// <summary>Makes a limit; null for 0 per second, which means that there is none.</summary>
    public static RateLimit? Of(int perSecond, int burst) => perSecond == 0 ? null : new RateLimit(perSecond, burst);

    /// <summary>
    /// The limit of one client that may send fewer than others: its burst is smaller in the same proportion, so that it lasts as long.
    /// </summary>
    /// <param name="perSecond">The rate of others; 0 for no limit.</param>
    /// <param name="burst">The burst of others.</param>
    /// <param name="own">The rate of this one per second, from 1; more than the others' limit changes nothing.</param>
    public static RateLimit Narrowed(int perSecond, int burst, int own)
    {
        var rate = perSecond == 0 ? own : Math.Min(own, perSecond);
        var share = perSecond == 0 ? rate * BurstSeconds : (long)burst * rate / perSecond;
        return new RateLimit(rate, (int)Math.Clamp(share, 1, burst));
    }

    /// <summary>The long-term rate per second.</summary>
    public int PerSecond { get; }

    /// <summary>The ticks per unit.</summary>
    internal long Interval { get; }

    /// <summary>The ticks of a whole burst.</summary>
    internal long Burst { get; }
}
