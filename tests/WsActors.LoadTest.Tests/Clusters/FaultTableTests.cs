using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Clusters;

public sealed class FaultTableTests
{
    private static readonly FaultReport Kill = new()
    {
        Fault = "SIGKILL of node 1",
        RecoverySeconds = 2.34,
        Waits = new WaitFigures(new WaitFigures.Longest(1.5, 12.25), new WaitFigures.Longest(0.5, 3)),
        Disconnected = 1000,
        Ends = [new NodeEnd(1, 137, WasAsked: true)],
    };

    [Fact]
    public void A_fault_is_one_row() => Assert.Equal(
        "| SIGKILL of node 1 | 12.25 s, 1.50 s | 3.00 s, 0.50 s | 1000 | 0 | 0 | 0 | 0 | 2.3 s | 1: exit code 137 |", RowOf(Kill));

    [Fact]
    public void Gaps_are_counted_with_their_messages() =>
        Assert.Contains("| 3 (40 messages), 2 × recovered: false |", RowOf(Kill with { Gaps = 3, GapMessages = 40, IncompleteRecoveries = 2 }), StringComparison.Ordinal);

    [Fact]
    public void What_did_not_recover_is_named() =>
        Assert.Contains("| never: node 1 is not ready |", RowOf(Kill with { RecoverySeconds = null, Unrecovered = "node 1 is not ready" }), StringComparison.Ordinal);

    [Fact]
    public void What_was_left_out_has_a_reason() =>
        Assert.StartsWith("| partition | skipped: no root |", RowOf(new FaultReport { Fault = "partition", Skipped = "no root" }), StringComparison.Ordinal);

    private static string RowOf(FaultReport report) => FaultTable.Write([report]).Split('\n')[2];
}
