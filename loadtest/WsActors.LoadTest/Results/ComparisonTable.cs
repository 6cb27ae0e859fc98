using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>A comparison as Markdown tables: a row for each server, median (smallest to largest) of its runs.</summary>
internal static class ComparisonTable
{
    public static string Write(Comparison comparison)
    {
        var text = new StringBuilder();
        foreach (var table in Comparison.Tables.Where(table => table.Figures.Any(figure => comparison.Servers.Any(server => comparison.Of(server, figure) is not null))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{table.Title}:").AppendLine();
            Append(text, comparison, table.Figures);
            text.AppendLine();
        }

        foreach (var (server, scenario, runs) in comparison.Failures())
            text.AppendLine(CultureInfo.InvariantCulture, $"{server}, {scenario}: {runs} failed and not counted.").AppendLine();
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
