using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>The pace of a drain without a rate; no actor is involved.</summary>
public sealed class DrainWavesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Clients_are_asked_to_return_within_the_time_that_the_settings_say(int seconds)
    {
        var waves = new DrainWaves([], new DrainSettings { ReconnectWithin = TimeSpan.FromSeconds(seconds) });
        var times = Enumerable.Range(0, 100).Select(_ => waves.ReconnectAfter(TimeSpan.Zero).TotalSeconds).ToArray();

        Assert.All(times, time => Assert.InRange(time, 0, seconds));
        Assert.Equal(seconds > 0, times.Distinct().Count() > 1);
    }

    [Fact]
    public void The_time_that_is_left_is_that_of_the_waves()
    {
        var ids = Enumerable.Range(1, 1000).Select(number => new ConnectionId((ulong)number)).ToArray();
        var waves = new DrainWaves(ids, new DrainSettings { Spread = TimeSpan.FromSeconds(1), WaveInterval = TimeSpan.FromMilliseconds(250) });
        Assert.Equal((1000.0, TimeSpan.FromSeconds(1)), (waves.PerSecond, waves.Left));

        Assert.Equal(250, waves.Next(_ => true, TimeSpan.Zero).Count());
        Assert.Equal(TimeSpan.FromSeconds(0.75), waves.Left);
    }
}
