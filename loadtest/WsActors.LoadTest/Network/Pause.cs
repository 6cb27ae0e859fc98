using System.Diagnostics;

namespace WsActors.LoadTest.Network;

/// <summary>Waits to a point of time: <c>Thread.Sleep</c> and timers know whole milliseconds, and publications are due every two.</summary>
internal static class Pause
{
    /// <param name="time">A <see cref="Stopwatch"/> timestamp: on Linux, nanoseconds of the monotonic clock.</param>
    /// <param name="atMost">Ends it before that time.</param>
    public static void Until(long time, TimeSpan atMost)
    {
        var due = Math.Min(time, Stopwatch.GetTimestamp() + (long)atMost.TotalNanoseconds);
        _ = LinuxCalls.Sleep(LinuxCalls.ClockMonotonic, LinuxCalls.TimerAbsolute, [due / Stopwatch.Frequency, due % Stopwatch.Frequency], 0);
    }
}
