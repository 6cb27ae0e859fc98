using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>Several results as one Markdown table: a row for each scenario, the median and the spread of its runs.</summary>
internal static class ResultTable
{
    private static readonly (string Title, string Path, double Divisor)[] Columns =
    [
        ("connections", "connect.connections", 1),
        ("handshakes/s", "connect.perSecond", 1),
        ("server CPU µs per handshake", "server.cpuMicrosecondsPerHandshake", 1),
        ("bytes per connection", "server.bytesPerConnection", 1),
        ("deliveries/s", "load.deliveriesPerSecond", 1),
        ("p50 ms", "latency.p50", 1000),
        ("p99 ms", "latency.p99", 1000),
        ("max ms", "latency.max", 1000),
        ("wire bytes per delivery", "load.wireBytesPerDelivery", 1),
        ("server CPU µs per delivery", "server.cpuMicrosecondsPerDelivery", 1),
        ("tool CPU µs per delivery", "tool.cpuMicrosecondsPerDelivery", 1),
        ("storm s", "storm.secondsToLastSubscribed", 1),
        ("slow readers closed", "slowReaders.closed", 1),
        ("messages in gaps", "slowReaders.messagesAnnouncedMissing", 1),
        ("outboxes at most, MiB", "slowReaders.outboxBytesAtMost", 1024 * 1024),
        ("server memory at most, MiB", "serverMemoryAtMost", 1024 * 1024),
        ("server memory before, MiB", "leaving.memoryBefore", 1024 * 1024),
        ("server memory after all have left, MiB", "leaving.memoryAfter", 1024 * 1024),
        ("quiet topics alone: p99 ms", "fairness.alone.p99", 1000),
        ("quiet topics beside: p50 ms", "fairness.beside.p50", 1000),
        ("quiet topics beside: p99 ms", "fairness.beside.p99", 1000),
        ("publications/s", "publishers.publicationsPerSecond", 1),
        ("server CPU µs per publication", "publishers.serverCpuMicrosecondsPerPublication", 1),
    ];

    /// <param name="results">What <see cref="JsonReport"/> wrote.</param>
    public static string Write(IEnumerable<string> results)
    {
        var table = new StringBuilder("| scenario | runs | passed |");
        foreach (var (title, _, _) in Columns)
            table.Append(CultureInfo.InvariantCulture, $" {title} |");
        table.AppendLine().Append("| --- |").Insert(table.Length, " --- |", Columns.Length + 2).AppendLine();

        foreach (var runs in results.Select(result => new SavedResult(result)).GroupBy(result => result.Scenario))
            AppendRow(table, runs.Key, [.. runs]);
        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, string scenario, SavedResult[] runs)
    {
        table.Append(CultureInfo.InvariantCulture, $"| {scenario} | {runs.Length} | {runs.Count(run => run.Passed)} |");
        foreach (var (_, path, divisor) in Columns)
            table.Append(CultureInfo.InvariantCulture, $" {Spread.Of(runs.Select(run => run.NumberAt(path) / divisor))} |");
        table.AppendLine();
    }
}
