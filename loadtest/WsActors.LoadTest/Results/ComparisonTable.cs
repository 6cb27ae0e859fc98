using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>A comparison as two Markdown tables: a row for each server, median (smallest to largest) of its runs.</summary>
internal static class ComparisonTable
{
    public static string Write(Comparison comparison)
    {
        var text = new StringBuilder();
        Append(text, comparison, Comparison.Costs);
        text.AppendLine();
        Append(text, comparison, Comparison.Latencies);
        foreach (var (server, scenario, runs) in comparison.Failures())
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{server}, {scenario}: {runs} failed and not counted.");
        return text.ToString();
    }

    private static void Append(StringBuilder table, Comparison comparison, IReadOnlyList<Comparison.Figure> figures)
    {
        table.AppendLine($"| server | {string.Join(" | ", figures.Select(figure => figure.Title))} |");
        table.Append("| --- |").Insert(table.Length, " --- |", figures.Count).AppendLine();
        foreach (var server in comparison.Servers)
            table.AppendLine($"| {server} | {string.Join(" | ", figures.Select(figure => comparison.Of(server, figure)?.ToString() ?? "–"))} |");
    }
}
