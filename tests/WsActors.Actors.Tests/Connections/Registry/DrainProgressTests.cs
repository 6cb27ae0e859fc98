using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>A drain counts the connections that ended in time, and is answered once.</summary>
public sealed class DrainProgressTests
{
    private readonly CapturingRef _asker = new(null, "asker");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Connections_that_were_cut_do_not_count_as_closed()
    {
        var drain = Drain(4);
        drain.CountEnded(new ConnectionId(1), ConnectionOutcome.Closed);
        drain.CountEnded(new ConnectionId(2), ConnectionOutcome.Lost);
        drain.CountEnded(new ConnectionId(3), ConnectionOutcome.Cut);
        drain.CutRemaining();
        drain.Finish();

        Assert.Equal(new ConnectionsReply.Drained(Closed: 2, Cut: 2), Assert.Single(_asker.Messages));
    }

    [Fact]
    public void A_connection_that_came_later_or_ended_twice_does_not_count()
    {
        var drain = Drain(2);
        drain.CountEnded(new ConnectionId(1), ConnectionOutcome.Closed);
        drain.CountEnded(new ConnectionId(1), ConnectionOutcome.Closed);
        drain.CountEnded(new ConnectionId(7), ConnectionOutcome.Closed);

        Assert.Equal((1, 1), (drain.Status.Closed, drain.Status.Remaining));
    }

    [Fact]
    public void A_drain_that_finishes_twice_is_answered_once()
    {
        var drain = Drain(3);
        drain.CutRemaining();
        drain.Finish();
        drain.Finish();

        Assert.Equal(new ConnectionsReply.Drained(Closed: 0, Cut: 3), Assert.Single(_asker.Messages));
    }

    [Fact]
    public void Each_connection_is_in_one_wave()
    {
        var drain = Drain(1234);
        var told = new List<ConnectionId>();
        while (drain.HasMoreWaves)
            told.AddRange(drain.NextWave());

        Assert.Equal(1234, told.Distinct().Count());
        Assert.Equal(1234, told.Count);
    }

    [Fact]
    public void The_progress_names_the_rate_and_the_time_of_the_last_goodbye()
    {
        _time.Advance(TimeSpan.FromHours(1));
        var drain = Drain(101, new DrainSettings { ConnectionsPerSecond = 10, Timeout = TimeSpan.FromMinutes(1), WaveInterval = TimeSpan.FromSeconds(1) });
        Assert.Single(drain.NextWave());
        drain.CountEnded(new ConnectionId(1), ConnectionOutcome.Closed);

        Assert.Equal(
            new DrainStatus
            {
                State = DrainState.Draining,
                Total = 101,
                Closed = 1,
                Remaining = 100,
                RatePerSecond = 10,
                StartedAt = DateTimeOffset.UnixEpoch.AddHours(1),
                EstimatedEnd = DateTimeOffset.UnixEpoch.AddHours(1).AddSeconds(10),
            },
            drain.Status);
    }

    [Fact]
    public void No_drain_is_expected_to_end_later_than_its_timeout()
    {
        var drain = Drain(1000, new DrainSettings { ConnectionsPerSecond = 10, Timeout = TimeSpan.FromSeconds(5) });

        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5), drain.Status.EstimatedEnd);
    }

    [Fact]
    public void After_an_abort_those_that_were_not_told_are_kept_and_the_others_count_as_closed()
    {
        var drain = Drain(100, new DrainSettings { ConnectionsPerSecond = 10, WaveInterval = TimeSpan.FromSeconds(1) });
        Assert.Single(drain.NextWave());
        drain.Abort();
        drain.CountEnded(new ConnectionId(1), ConnectionOutcome.Closed);
        drain.CountEnded(new ConnectionId(2), ConnectionOutcome.Closed);

        Assert.Equal((DrainState.Aborted, 1, 99), (drain.Status.State, drain.Status.Closed, drain.Status.Remaining));
        Assert.False(drain.RefusesOthers);
        Assert.Empty(_asker.Messages);
    }

    private DrainProgress Drain(int count, DrainSettings? settings = null) => new(
        _asker,
        DrainState.Draining,
        [.. Enumerable.Range(1, count).Select(number => new ConnectionId((ulong)number))],
        settings ?? new DrainSettings(),
        new NodeClock(_time));
}
