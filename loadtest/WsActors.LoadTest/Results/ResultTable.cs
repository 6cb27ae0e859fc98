using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WsActors.LoadTest.Results;

/// <summary>Several results as one Markdown table: a row for each scenario, the median and the spread of its runs.</summary>
internal static class ResultTable
{
    private static readonly (string Title, string Path, double Divisor)[] Columns =
    [
        ("connections", "connect.connections", 1),
        ("handshakes/s", "connect.perSecond", 1),
        ("server CPU µs a handshake", "server.cpuMicrosecondsPerHandshake", 1),
        ("bytes a connection", "server.bytesPerConnection", 1),
        ("deliveries/s", "load.deliveriesPerSecond", 1),
        ("p50 ms", "latency.p50", 1000),
        ("p99 ms", "latency.p99", 1000),
        ("max ms", "latency.max", 1000),
        ("wire bytes a delivery", "load.wireBytesPerDelivery", 1),
        ("server CPU µs a delivery", "server.cpuMicrosecondsPerDelivery", 1),
        ("tool CPU µs a delivery", "tool.cpuMicrosecondsPerDelivery", 1),
        ("storm s", "storm.secondsToLastSubscribed", 1),
    ];

    /// <param name="results">What <see cref="JsonReport"/> wrote.</param>
    public static string Write(IEnumerable<string> results)
    {
        var table = new StringBuilder("| scenario | runs | passed |");
        foreach (var (title, _, _) in Columns)
            table.Append(CultureInfo.InvariantCulture, $" {title} |");
        table.AppendLine().Append("| --- |").Insert(table.Length, " --- |", Columns.Length + 2).AppendLine();

        foreach (var runs in results.Select(result => JsonElement.Parse(result)).GroupBy(result => TextAt(result, "scenario.name")))
            AppendRow(table, runs.Key, [.. runs]);
        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, string scenario, JsonElement[] runs)
    {
        var passed = runs.Count(run => run.GetProperty("passed").GetBoolean());
        table.Append(CultureInfo.InvariantCulture, $"| {scenario} | {runs.Length} | {passed} |");
        foreach (var (_, path, divisor) in Columns)
            table.Append(CultureInfo.InvariantCulture, $" {Spread([.. runs.Select(run => NumberAt(run, path) / divisor).OfType<double>().Order()])} |");
        table.AppendLine();
    }

    private static string Spread(double[] sorted) => sorted switch
    {
        [] => "",
        [var only] => Short(only),
        _ when Short(sorted[0]) == Short(sorted[^1]) => Short(sorted[0]),
        _ => $"{Short(sorted[sorted.Length / 2])} ({Short(sorted[0])} to {Short(sorted[^1])})",
    };

    private static string Short(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private static double? NumberAt(JsonElement result, string path) =>
        At(result, path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string TextAt(JsonElement result, string path) => At(result, path)?.GetString() ?? "?";

    private static JsonElement? At(JsonElement result, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty(name, out result))
                return null;
        }

        return result;
    }
}
