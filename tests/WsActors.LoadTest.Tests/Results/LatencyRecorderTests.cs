using System.Diagnostics;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Results;

public sealed class LatencyRecorderTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    private readonly LatencyRecorder _recorder = new();

    [Fact]
    public void Latency_counts_from_the_intended_time_of_sending()
    {
        _recorder.Start(0);
        _recorder.Record(since: 1 * Millisecond, now: 11 * Millisecond);
        Assert.InRange(_recorder.Finish(20 * Millisecond).P50, 9_990, 10_010);
    }

    [Fact]
    public void What_came_before_the_start_does_not_count()
    {
        _recorder.Record(0, 5 * Millisecond);
        _recorder.Start(0);
        Assert.Equal(0, _recorder.Finish(Millisecond).Count);
    }

    [Fact]
    public async Task Clients_and_publishers_record_at_once()
    {
        const int Each = 200_000;
        _recorder.Start(0);
        void Record()
        {
            for (var i = 0; i < Each; i++)
            {
                _recorder.Record(0, Millisecond);
                _recorder.Tick(i * 10 * Millisecond);
            }
        }

        await Task.WhenAll(Task.Run(Record), Task.Run(Record));

        var report = _recorder.Finish(Each * 10 * Millisecond);
        Assert.Equal(2 * Each, report.Count);
        Assert.Equal(2 * Each, report.EachSecond.Sum(second => second.Deliveries));
    }

    [Fact]
    public void Each_second_has_its_own_figures()
    {
        _recorder.Start(0);
        _recorder.Record(0, 10 * Millisecond);
        _recorder.Tick(1001 * Millisecond);
        _recorder.Record(0, 20 * Millisecond);
        _recorder.Record(0, 20 * Millisecond);

        Assert.Equal([1, 2], _recorder.Finish(1500 * Millisecond).EachSecond.Select(second => second.Deliveries));
    }
}
