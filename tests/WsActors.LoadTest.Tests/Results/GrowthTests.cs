using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Results;

public sealed class GrowthTests
{
    private const string Points =
        """
        {"series":"sockets","connections":2000,"bytes":6000000,"cpuMicroseconds":9}
        {"series":"sockets","connections":1000,"bytes":4000000,"cpuMicroseconds":8}
        {"series":"in memory","connections":1000000,"bytes":1000000000,"cpuMicroseconds":null}
        """;

    [Fact]
    public void Each_row_says_what_the_connections_since_the_row_before_cost() =>
        Assert.Contains("| 2,000 | sockets | 6 | 3,000 | 2,000 | 9 |", Growth.Table(GrowthPoint.Read(Points)), StringComparison.Ordinal);

    [Fact]
    public void Another_series_begins_anew() =>
        Assert.Contains("| 1,000,000 | in memory | 954 | 1,000 |  |  |", Growth.Table(GrowthPoint.Read(Points)), StringComparison.Ordinal);

    [Fact]
    public void The_plot_has_a_line_for_each_series_and_is_well_formed()
    {
        var plot = System.Xml.Linq.XDocument.Parse(Growth.Svg(GrowthPoint.Read(Points)));
        Assert.Equal(2, plot.Descendants().Count(element => element.Name.LocalName == "polyline"));
    }

    [Fact]
    public void A_line_that_is_no_point_is_wrong_usage() =>
        Assert.Throws<UsageException>(() => GrowthPoint.Read("{\"connections\":\"many\"}"));
}
