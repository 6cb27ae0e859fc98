using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Results;

public sealed class ResultTableTests
{
    [Fact]
    public void Runs_of_one_scenario_are_one_row_with_median_and_spread() =>
        Assert.Contains("| fan-out | 3 | 3 | 10 | 200 (100 to 300) |", ResultTable.Write([Result(300), Result(100), Result(200)]), StringComparison.Ordinal);

    [Fact]
    public void Every_row_has_as_many_cells_as_the_head()
    {
        var lines = ResultTable.Write([Result(1)]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines.Select(line => line.Count(letter => letter == '|')).Distinct());
    }

    [Fact]
    public void A_run_that_failed_is_not_counted_as_passed()
    {
        var failed = new RunReport(new Scenario { Name = "fan-out" });
        failed.Check("a statement", holds: false, "not so");
        Assert.Contains("| fan-out | 2 | 1 |", ResultTable.Write([Result(1), JsonReport.Write(failed)]), StringComparison.Ordinal);
    }

    private static string Result(double perSecond) => JsonReport.Write(new RunReport(new Scenario { Name = "fan-out" })
    {
        Connect = new ConnectReport(10, 1, perSecond, 0, new Dictionary<string, long>()),
    });
}
