using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Results;

public sealed class ComparisonTests
{
    private static readonly Comparison.Figure Handshakes = Comparison.Tables.SelectMany(table => table.Figures).Single(figure => figure.Path == "connect.perSecond");

    [Fact]
    public void Ours_comes_first() =>
        Assert.Equal(["wsactors", "nchan", "ws"], new Comparison([Result("ws", 1), Result("nchan", 1), Result("wsactors", 1)]).Servers);

    [Fact]
    public void Several_builds_of_ours_come_first() =>
        Assert.Equal(
            ["wsactors@after", "wsactors@before", "nchan"],
            new Comparison([Result("nchan", 1), Result("wsactors@before", 1), Result("wsactors@after", 1)]).Servers);

    [Fact]
    public void A_table_without_figures_is_left_out() =>
        Assert.Single(ComparisonTable.Write(new Comparison([Result("ws", 1)])).Split('\n'), line => line.StartsWith("| server |", StringComparison.Ordinal));

    [Fact]
    public void A_figure_is_the_median_of_the_servers_runs() =>
        Assert.Equal(new Spread(20, 10, 30), new Comparison([Result("ws", 30), Result("ws", 10), Result("ws", 20), Result("nchan", 5)]).Of("ws", Handshakes));

    [Fact]
    public void A_run_that_failed_is_named_and_not_counted()
    {
        var comparison = new Comparison([Result("ws", 10), Result("ws", 99, passed: false)]);

        Assert.Equal(10, comparison.Of("ws", Handshakes)?.Largest);
        Assert.Equal([("ws", "idle", 1)], comparison.Failures());
    }

    [Fact]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head()
    {
        var tables = ComparisonTable.Write(new Comparison([Result("ws", 1), Result("nchan", 1)])).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(tables, table => Assert.Single(table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Count(letter => letter == '|')).Distinct()));
    }

    [Fact]
    public void The_page_has_a_plot_for_each_figure_that_was_measured() =>
        Assert.Equal(1, ComparisonPage.Write(new Comparison([Result("ws", 1)]), DateTimeOffset.UnixEpoch).Split("<svg").Length - 1);

    private static string Result(string server, double perSecond, bool passed = true)
    {
        var report = new RunReport(new Scenario { Name = "idle", Server = server })
        {
            Connect = new ConnectReport(10, 1, perSecond, 0, new Dictionary<string, long>()),
        };
        report.Check("a statement", passed, "found");
        return JsonReport.Write(report);
    }
}
