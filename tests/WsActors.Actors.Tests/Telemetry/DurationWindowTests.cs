using System.Diagnostics.Metrics;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Tests.Telemetry;

/// <summary>Percentiles of the last interval.</summary>
public sealed class DurationWindowTests : IDisposable
{
    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly PublicationTelemetry _publications;

    public DurationWindowTests() => _publications = new ServerTelemetry(_meter).Publications;

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(999)]
    [InlineData(123_456)]
    [InlineData(86_400_000_000)]
    public void A_percentile_is_within_a_quarter_above_the_value(long microseconds)
    {
        var window = _publications.FollowLatency();
        var value = TimeSpan.FromMicroseconds(microseconds);

        _publications.HandedToSocket(value);

        var (median, last) = window.Next()!.Value;
        Assert.Equal(median, last);
        Assert.InRange(median, value, (value * 1.25) + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void One_in_a_hundred_is_the_99th_percentile_only_if_there_is_a_second_one()
    {
        var window = _publications.FollowLatency();
        Record(TimeSpan.FromMilliseconds(1), 98);
        Record(TimeSpan.FromSeconds(1), 2);

        var (median, last) = window.Next()!.Value;

        Assert.InRange(median.TotalMilliseconds, 1, 1.25);
        Assert.InRange(last.TotalSeconds, 1, 1.25);

        Record(TimeSpan.FromMilliseconds(1), 99);
        Record(TimeSpan.FromSeconds(1), 1);
        Assert.InRange(window.Next()!.Value.Percentile99.TotalMilliseconds, 1, 1.25);
    }

    [Fact]
    public void A_window_holds_what_came_since_the_last_one_and_may_be_empty()
    {
        Record(TimeSpan.FromSeconds(5), 3);
        var window = _publications.FollowLatency();

        Assert.Null(window.Next());
        Record(TimeSpan.FromMilliseconds(2), 1);
        Assert.InRange(window.Next()!.Value.Median.TotalMilliseconds, 2, 2.5);
        Assert.Null(window.Next());
    }

    [Fact]
    public void The_longest_and_impossible_durations_are_counted_too()
    {
        var window = _publications.FollowLatency();

        Record(TimeSpan.MaxValue, 1);
        Record(TimeSpan.FromTicks(-5), 2);

        var (median, last) = window.Next()!.Value;
        Assert.Equal(TimeSpan.FromTicks(1), median);
        Assert.True(last > TimeSpan.FromHours(30));
    }

    private void Record(TimeSpan latency, int times)
    {
        for (var i = 0; i < times; i++)
            _publications.HandedToSocket(latency);
    }
}
