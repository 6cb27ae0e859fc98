namespace WsActors.Actors.Runtime;

/// <summary>The node's time: monotonic for deadlines and durations, UTC for people. Safe on any thread.</summary>
public sealed class NodeClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Time since the node started; never goes back.</summary>
    public TimeSpan Now => time.GetElapsedTime(_origin);

    public DateTimeOffset UtcNow => time.GetUtcNow();

    /// <summary>The UTC time of a moment that was read from <see cref="Now"/>.</summary>
    public DateTimeOffset UtcAt(TimeSpan moment) => UtcNow - (Now - moment);

    /// <summary>The moment of a UTC time that another process noted; it is never later than now, whatever the clocks did meanwhile.</summary>
    public TimeSpan MomentOf(DateTimeOffset utc)
    {
        var age = UtcNow - utc;
        return Now - (age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}
