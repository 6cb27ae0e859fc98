using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Results;

public sealed class ConnectionsPlotTests
{
    [Fact]
    public void The_connections_and_the_limit_are_drawn()
    {
        var svg = ConnectionsPlot.Write([new ConnectionsSecond(1, 0), new ConnectionsSecond(2, 50), new ConnectionsSecond(3, 25)], limit: 100);

        Assert.StartsWith("<svg xmlns=", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"line c0\" points=\"281.3,200 492.7,117 704,158.5\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"line c1\"", svg, StringComparison.Ordinal);
    }
}
