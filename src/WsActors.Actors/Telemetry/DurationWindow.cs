namespace WsActors.Actors.Telemetry;

/// <summary>Gives percentiles of the durations that were counted between two readings. One reader owns it.</summary>
public sealed class DurationWindow
{
    private readonly DurationCounts _source;
    private long[] _before = new long[DurationCounts.Classes];
    private long[] _now = new long[DurationCounts.Classes];

    internal DurationWindow(DurationCounts source)
    {
        _source = source;
        _source.CopyTo(_before);
    }

    /// <summary>Begins the next window, and returns two percentiles of the last one; null if nothing was counted in it.</summary>
    public (TimeSpan Median, TimeSpan Percentile99)? Next()
    {
        _source.CopyTo(_now);
        var total = 0L;
        for (var each = 0; each < _now.Length; each++)
        {
            _before[each] = _now[each] - _before[each];
            total += _before[each];
        }

        (TimeSpan, TimeSpan)? result = total == 0 ? null : (At(_before, (total + 1) / 2), At(_before, total - (total / 100)));
        (_before, _now) = (_now, _before);
        return result;
    }

    private static TimeSpan At(long[] counts, long rank)
    {
        var each = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[each])
            each++;
        return DurationCounts.EndOf(each);
    }
}
