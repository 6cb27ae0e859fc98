namespace WsActors.Client.Tests.Publishing;

/// <summary>Time whose waits end at once and are written down, except the time limits of attempts, which never end.</summary>
internal sealed class SkippedTime(TimeSpan attemptTimeout) : TimeProvider
{
    /// <summary>The milliseconds of each wait.</summary>
    public List<double> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == attemptTimeout || dueTime == Timeout.InfiniteTimeSpan)
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Waits.Add(dueTime.TotalMilliseconds);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
