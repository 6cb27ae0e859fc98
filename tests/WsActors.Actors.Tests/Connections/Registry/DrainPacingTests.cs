using CsCheck;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>A drain with a rate: neither the goodbyes nor the returns exceed it in any second.</summary>
public sealed class DrainPacingTests
{
    private static readonly Gen<DrainSettings> Paces = Gen.Select(
        Gen.Int[1, 400], Gen.Int[10, 1500], Gen.Int[0, 15_000],
        (rate, interval, within) => new DrainSettings
        {
            ConnectionsPerSecond = rate,
            WaveInterval = TimeSpan.FromMilliseconds(interval),
            ReconnectWithin = TimeSpan.FromMilliseconds(within),
        });

    [Fact]
    public void A_drain_with_a_rate_sends_no_more_goodbyes_per_second() =>
        Gen.Select(Paces, Gen.Int[1, 2000]).Sample((pace, count) =>
        {
            var goodbyes = Run(pace, count);

            Assert.Equal(count, goodbyes.Select(goodbye => goodbye.Id).Distinct().Count());
            Assert.InRange(Busiest([.. goodbyes.Select(goodbye => goodbye.At)], Window(pace)), 1, AllowedIn(Window(pace), pace));
        });

    [Fact]
    public void No_more_clients_return_per_second_than_the_rate_and_each_within_the_time_of_the_settings() =>
        Gen.Select(Paces, Gen.Int[1, 2000]).Sample((pace, count) =>
        {
            var goodbyes = Run(pace, count);

            Assert.All(goodbyes, goodbye => Assert.InRange(goodbye.Wait, TimeSpan.Zero, pace.ReconnectWithin));
            Assert.InRange(Busiest([.. goodbyes.Select(goodbye => goodbye.At + goodbye.Wait)], Window(pace)), 1, AllowedIn(Window(pace), pace));
        });

    [Fact]
    public void Clients_that_are_sent_away_together_return_in_random_order()
    {
        var goodbyes = Run(new DrainSettings { ConnectionsPerSecond = 100 }, 1000);
        var returns = goodbyes.Select(goodbye => goodbye.At + goodbye.Wait).ToArray();

        Assert.NotEqual(returns.Order(), returns);
        Assert.InRange(returns.Max() - returns.Min(), TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Timers_that_are_a_little_late_do_not_slow_it_down()
    {
        var pace = new DrainSettings { ConnectionsPerSecond = 50, WaveInterval = TimeSpan.FromMilliseconds(100) };
        var goodbyes = Run(pace, 500, late: TimeSpan.FromMilliseconds(25));

        Assert.InRange(goodbyes[^1].At, TimeSpan.FromSeconds(9.8), TimeSpan.FromSeconds(10.1));
        Assert.InRange(Busiest([.. goodbyes.Select(goodbye => goodbye.At)], TimeSpan.FromSeconds(1)), 45, 57);
    }

    [Fact]
    public void A_stall_is_not_made_up_for()
    {
        var waves = new DrainWaves(Ids(1000), new DrainSettings { ConnectionsPerSecond = 100, WaveInterval = TimeSpan.FromMilliseconds(100) });
        Assert.Single(waves.Next(_ => true, TimeSpan.Zero));

        Assert.Equal(20, waves.Next(_ => true, TimeSpan.FromSeconds(5)).Count());
        Assert.Equal(10, waves.Next(_ => true, TimeSpan.FromSeconds(5.1)).Count());
    }

    [Fact]
    public void Connections_that_ended_by_themselves_take_no_part_of_the_rate()
    {
        var ids = Ids(100);
        var waves = new DrainWaves(ids, new DrainSettings { ConnectionsPerSecond = 10, WaveInterval = TimeSpan.FromSeconds(1) });
        Assert.Equal([ids[0]], waves.Next(_ => true, TimeSpan.Zero));

        Assert.Equal(ids[51..61], waves.Next(id => id.Value > 51, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_drain_that_goes_slowly_for_a_while_does_not_catch_up()
    {
        var slots = new ReturnSlots(perSecond: 10, within: TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, slots.Next(elapsed: TimeSpan.FromMinutes(1)));
    }

    // A wave that is longer than a second is sent at once, so the rate holds for its interval.
    private static TimeSpan Window(DrainSettings pace) =>
        pace.WaveInterval > TimeSpan.FromSeconds(1) ? pace.WaveInterval : TimeSpan.FromSeconds(1);

    // Two more waves may lie in one window than their interval suggests, and one return may be due a slot early.
    private static int AllowedIn(TimeSpan window, DrainSettings pace) =>
        (int)Math.Ceiling(pace.ConnectionsPerSecond * (window + pace.WaveInterval).TotalSeconds) + 2;

    private static List<(ConnectionId Id, TimeSpan At, TimeSpan Wait)> Run(DrainSettings pace, int count, TimeSpan late = default)
    {
        var waves = new DrainWaves(Ids(count), pace);
        var goodbyes = new List<(ConnectionId, TimeSpan, TimeSpan)>();
        for (var at = TimeSpan.Zero; !waves.IsOver; at += pace.WaveInterval + late)
        {
            foreach (var id in waves.Next(_ => true, at))
                goodbyes.Add((id, at, waves.ReconnectAfter(at)));
        }

        return goodbyes;
    }

    private static ConnectionId[] Ids(int count) => [.. Enumerable.Range(1, count).Select(number => new ConnectionId((ulong)number))];

    private static int Busiest(TimeSpan[] times, TimeSpan window)
    {
        Array.Sort(times);
        var (busiest, first) = (0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= window)
                first++;
            busiest = Math.Max(busiest, last - first + 1);
        }

        return busiest;
    }
}
