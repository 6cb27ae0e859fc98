using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>The rate and the timeout that are in force for a drain.</summary>
public sealed class DrainPaceTests
{
    private static readonly DrainSettings Settings = new() { ConnectionsPerSecond = 50, Timeout = TimeSpan.FromSeconds(100) };

    [Theory]
    [InlineData(null, 50)]
    [InlineData(70, 70)]
    public void The_rate_is_that_of_the_request_or_of_the_settings(int? rate, int expected) =>
        Assert.Equal(Settings with { ConnectionsPerSecond = expected }, DrainPace.Of(Settings, rate, connections: 1000, isFinal: true));

    [Fact]
    public void A_process_that_stops_keeps_its_timeout_and_raises_the_rate_until_the_goodbyes_fit_into_four_fifths_of_it() =>
        Assert.Equal(Settings with { ConnectionsPerSecond = 125 }, DrainPace.Of(Settings, rate: null, connections: 10_000, isFinal: true));

    [Fact]
    public void A_process_that_stays_keeps_the_rate_and_takes_its_time() =>
        Assert.Equal(Settings with { Timeout = TimeSpan.FromSeconds(300) }, DrainPace.Of(Settings, rate: null, connections: 10_000, isFinal: false));

    [Fact]
    public void Without_a_rate_nothing_changes()
    {
        var settings = new DrainSettings();

        Assert.Equal(settings, DrainPace.Of(settings, rate: null, connections: 1_000_000, isFinal: true));
        Assert.Equal(settings, DrainPace.Of(settings, rate: null, connections: 1_000_000, isFinal: false));
    }
}
