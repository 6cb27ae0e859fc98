using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>The pace of a drain; no actor is involved.</summary>
public sealed class DrainWavesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Clients_are_asked_to_return_within_the_time_that_the_settings_say(int seconds)
    {
        var waves = new DrainWaves([], new DrainSettings { ReconnectWithin = TimeSpan.FromSeconds(seconds) });
        var times = Enumerable.Range(0, 100).Select(_ => waves.ReconnectAfter().TotalSeconds).ToArray();

        Assert.All(times, time => Assert.InRange(time, 0, seconds));
        Assert.Equal(seconds > 0, times.Distinct().Count() > 1);
    }
}
