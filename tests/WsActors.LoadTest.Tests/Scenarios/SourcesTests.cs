using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Scenarios;

/// <summary>From which addresses clients connect.</summary>
public sealed class SourcesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    [InlineData(19_000, 19)]
    [InlineData(1_000_000, 254)]
    public void By_default_there_is_one_for_each_thousand_connections_on_loopback(int connections, int sources) =>
        Assert.Equal(sources, Addresses(new Scenario { Url = "ws://127.0.0.1:1", Connections = connections }));

    [Fact]
    public void By_default_there_is_one_where_the_target_is_elsewhere() =>
        Assert.Equal(1, Addresses(new Scenario { Url = "ws://192.0.2.1:1", Connections = 19_000 }));

    [Fact]
    public void As_many_are_taken_as_are_asked_for() =>
        Assert.Equal(3, Addresses(new Scenario { Url = "ws://127.0.0.1:1", Connections = 10, Sources = 3 }));

    private static int Addresses(Scenario scenario)
    {
        var target = Target.Of(scenario);
        return Enumerable.Range(0, 1000).Select(target.SourceOf).Select(source => source?.Address).Distinct().Count();
    }
}
