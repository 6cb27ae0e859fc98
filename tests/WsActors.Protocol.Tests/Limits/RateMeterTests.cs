using CsCheck;
using WsActors.Protocol.Limits;

namespace WsActors.Protocol.Tests.Limits;

public sealed class RateMeterTests
{
    private static readonly RateLimit TenASecond = new(perSecond: 10, burst: 5);
    private static readonly TimeSpan OneTenth = TimeSpan.FromSeconds(0.1);

    private RateMeter _meter;

    [Fact]
    public void A_burst_is_taken_at_once_and_one_more_is_over_it()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal(RateLimitResult.Within, _meter.Take(TenASecond, TimeSpan.Zero));

        Assert.Equal(RateLimitResult.Over, _meter.Take(TenASecond, TimeSpan.Zero));
    }

    [Fact]
    public void Who_keeps_to_the_rate_is_never_over_it()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Equal(RateLimitResult.Within, _meter.Take(TenASecond, i * OneTenth));
    }

    [Fact]
    public void Who_goes_on_regardless_floods_after_another_burst()
    {
        var paces = Enumerable.Range(0, 11).Select(_ => _meter.Take(TenASecond, TimeSpan.Zero)).ToArray();

        Assert.Equal((5, 5, 1), (paces.Count(pace => pace == RateLimitResult.Within), paces.Count(pace => pace == RateLimitResult.Over), paces.Count(pace => pace == RateLimitResult.Flooding)));
    }

    [Fact]
    public void After_a_pause_the_burst_is_whole_again_and_not_more()
    {
        for (var i = 0; i < 5; i++)
            _meter.Take(TenASecond, TimeSpan.Zero);
        var later = TimeSpan.FromHours(1);
        for (var i = 0; i < 5; i++)
            Assert.Equal(RateLimitResult.Within, _meter.Take(TenASecond, later));

        Assert.Equal(RateLimitResult.Over, _meter.Take(TenASecond, later));
    }

    [Fact]
    public void What_is_refused_costs_nothing_and_names_the_wait()
    {
        Assert.True(_meter.TryTake(TenASecond, TimeSpan.Zero, 4, out _));
        Assert.False(_meter.TryTake(TenASecond, TimeSpan.Zero, 3, out var wait));

        Assert.Equal(2 * OneTenth, wait);
        Assert.True(_meter.TryTake(TenASecond, wait, 3, out _));
    }

    [Fact]
    public void More_than_a_burst_is_given_when_it_is_whole_and_waited_for_afterwards()
    {
        Assert.True(_meter.TryTake(TenASecond, TimeSpan.Zero, 20, out _));
        Assert.False(_meter.TryTake(TenASecond, TimeSpan.Zero, 20, out var wait));

        Assert.Equal(TimeSpan.FromSeconds(2), wait);
    }

    [Fact]
    public void Who_may_use_a_part_leaves_the_rest_to_others()
    {
        Assert.True(_meter.TryTakeOf(0.4, TenASecond, TimeSpan.Zero, out _));
        Assert.True(_meter.TryTakeOf(0.4, TenASecond, TimeSpan.Zero, out _));
        Assert.False(_meter.TryTakeOf(0.4, TenASecond, TimeSpan.Zero, out _));

        Assert.True(_meter.TryTake(TenASecond, TimeSpan.Zero, 3, out _));
    }

    [Fact]
    public void In_no_span_of_time_more_is_taken_than_the_burst_and_the_rate() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[1, 8]).Array[1, 200].Sample(steps =>
        {
            var meter = default(RateMeter);
            var (now, taken) = (TimeSpan.Zero, 0);
            foreach (var (milliseconds, count) in steps)
            {
                now += TimeSpan.FromMilliseconds(milliseconds);
                if (meter.TryTake(TenASecond, now, count, out _))
                    taken += count;
            }

            // The last one may have been larger than the burst.
            Assert.True(taken <= 5 + 3 + (now.TotalSeconds * 10), $"{taken} in {now}");
        });

    [Fact]
    public void Whoever_waits_as_long_as_is_said_gets_what_was_refused() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[1, 8]).Array[1, 200].Sample(steps =>
        {
            var meter = default(RateMeter);
            var now = TimeSpan.Zero;
            foreach (var (milliseconds, count) in steps)
            {
                now += TimeSpan.FromMilliseconds(milliseconds);
                if (!meter.TryTake(TenASecond, now, count, out var wait))
                    Assert.True(meter.TryTake(TenASecond, now += wait, count, out _));
            }
        });

    [Fact]
    public void More_than_a_burst_at_once_costs_a_burst_and_the_next_is_over()
    {
        Assert.Equal(RateLimitResult.Within, _meter.Take(TenASecond, TimeSpan.Zero, count: 1000));
        Assert.Equal(RateLimitResult.Over, _meter.Take(TenASecond, TimeSpan.Zero));
    }

    [Fact]
    public void Taking_none_only_asks()
    {
        _meter.Take(TenASecond, TimeSpan.Zero, count: 1000);
        for (var i = 0; i < 100; i++)
            Assert.Equal(RateLimitResult.Within, _meter.Take(TenASecond, TimeSpan.Zero, count: 0));
    }

    [Fact]
    public void No_limit_is_none() => Assert.Null(RateLimit.Of(0, 100));

    [Fact]
    public void Threads_that_share_a_meter_take_no_more_than_there_is()
    {
        var limit = new RateLimit(1, 1000);
        var meters = new RateMeter[1];
        var taken = 0;

        Parallel.For(0, 4000, _ =>
        {
            if (RateMeter.TryTakeShared(ref meters[0], limit, TimeSpan.Zero, 1, out var _))
                Interlocked.Increment(ref taken);
        });

        Assert.Equal(1000, taken);
    }
}
