using System.Numerics;

namespace WsActors.Actors.Telemetry;

/// <summary>
/// Counts durations by their size, so that percentiles of the last second can be shown without keeping the durations. Four classes per
/// doubling put each percentile within a quarter of its value. Safe on any thread; an addition is one interlocked instruction.
/// </summary>
internal sealed class DurationCounts
{
    /// <summary>The number of classes, the last of which begins at four days.</summary>
    public const int Classes = 41 * PerDoubling;

    private const int PerDoubling = 4;
    private readonly long[] _counts = new long[Classes];

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[ClassOf(duration.Ticks)]);

    /// <summary>Copies the counts since the start, class by class.</summary>
    public void CopyTo(Span<long> counts)
    {
        for (var each = 0; each < Classes; each++)
            counts[each] = Interlocked.Read(ref _counts[each]);
    }

    /// <summary>The end of a class.</summary>
    public static TimeSpan EndOf(int number) => number < PerDoubling
        ? TimeSpan.FromTicks(number + 1)
        : TimeSpan.FromTicks((PerDoubling + (number % PerDoubling) + 1L) << ((number / PerDoubling) - 1));

    // Below four ticks of 100 ns each number has a class of its own.
    private static int ClassOf(long ticks)
    {
        if (ticks < PerDoubling)
            return (int)Math.Max(0, ticks);

        var shift = BitOperations.Log2((ulong)ticks) - 2;
        return Math.Min(Classes - 1, ((shift + 1) * PerDoubling) + (int)(ticks >> shift) - PerDoubling);
    }
}
