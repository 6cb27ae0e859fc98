using HdrHistogram;

namespace WsActors.LoadTest.Results;

/// <summary>From the intended time of sending to the reading of the delivery, in microseconds.</summary>
internal sealed record LatencyReport
{
    public long Count { get; init; }

    /// <summary>From the start to the last delivery.</summary>
    public double Seconds { get; init; }

    public double Mean { get; init; }

    public long P50 { get; init; }

    public long P90 { get; init; }

    public long P99 { get; init; }

    public long P999 { get; init; }

    public long Max { get; init; }

    public IReadOnlyList<PercentilePoint> Percentiles { get; init; } = [];

    public IReadOnlyList<SecondOfLoad> EachSecond { get; init; } = [];

    public static LatencyReport Of(HistogramBase all, IEnumerable<SecondOfLoad> seconds, double lasted)
    {
        if (all.TotalCount == 0)
            return new LatencyReport { EachSecond = [.. seconds] };

        return new LatencyReport
        {
            Count = all.TotalCount,
            Seconds = lasted,
            Mean = Math.Round(all.GetMean(), 1),
            P50 = all.GetValueAtPercentile(50),
            P90 = all.GetValueAtPercentile(90),
            P99 = all.GetValueAtPercentile(99),
            P999 = all.GetValueAtPercentile(99.9),
            Max = all.GetMaxValue(),
            Percentiles = [.. all.Percentiles(5).Select(value => new PercentilePoint(value.Percentile, value.ValueIteratedTo))],
            EachSecond = [.. seconds],
        };
    }
}
