using System.Text.Json;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Aligns entries in columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Returns the heading and one line per entry; nothing if there are no entries.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Column> columns, IReadOnlyList<JsonElement> entries)
    {
        if (entries.Count == 0)
            return [];

        string[][] rows = [[.. columns.Select(column => column.Title)], .. entries.Select(entry => columns.Select(column => column.TextOf(entry)).ToArray())];
        int[] widths = [.. columns.Select((_, index) => rows.Max(row => row[index].Length))];
        return rows.Select(row => string.Join(Gap, row.Select((text, index) =>
            columns[index].IsNumber ? text.PadLeft(widths[index]) : text.PadRight(widths[index]))).TrimEnd());
    }
}
