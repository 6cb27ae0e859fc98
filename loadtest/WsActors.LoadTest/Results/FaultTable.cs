using System.Globalization;
using System.Text;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Results;

/// <summary>Faults as a Markdown table.</summary>
internal static class FaultTable
{
    private const string Head = """
        | fault | publications refused: longest of a topic, median topic | clients waited: longest, median client | connections lost | gaps | lost | twice | other faults | recovered after | nodes that ended |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """;

    public static string Write(IReadOnlyList<FaultReport> faults)
    {
        var table = new StringBuilder(Head).Append('\n');
        foreach (var fault in faults)
            table.Append(RowOf(fault)).Append('\n');
        return table.ToString();
    }

    private static string RowOf(FaultReport fault)
    {
        if (fault.Skipped is { } why)
            return $"| {fault.Fault} | skipped: {why} | | | | | | | | |";

        var waits = fault.Waits!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault.Fault} | {Of(waits.Refusals)} | {Of(waits.Deliveries)} | {fault.Disconnected} | {GapsOf(fault)} | {fault.Lost} | {fault.Repeated} | {fault.OtherFaults} | {RecoveryOf(fault)} | {EndsOf(fault)} |");
    }

    private static string Of(WaitFigures.Longest longest) =>
        string.Create(CultureInfo.InvariantCulture, $"{longest.Greatest:0.00} s, {longest.Median:0.00} s");

    private static string GapsOf(FaultReport fault) =>
        string.Create(CultureInfo.InvariantCulture, $"{fault.Gaps}{(fault.GapMessages > 0 ? $" ({fault.GapMessages} messages)" : "")}{(fault.IncompleteRecoveries > 0 ? $", {fault.IncompleteRecoveries} × recovered: false" : "")}");

    private static string RecoveryOf(FaultReport fault) =>
        fault.Unrecovered is { } missing ? $"never: {missing}" : string.Create(CultureInfo.InvariantCulture, $"{fault.RecoverySeconds:0.0} s");

    private static string EndsOf(FaultReport fault) => fault.Ends.Count == 0
        ? "none"
        : string.Join(", ", fault.Ends.Select(end => string.Create(CultureInfo.InvariantCulture, $"{end.Node}: exit code {end.ExitCode}")));
}
