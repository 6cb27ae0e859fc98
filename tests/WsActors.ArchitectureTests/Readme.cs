using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests;

/// <summary>The README's tables, cell by cell.</summary>
internal static class Readme
{
    private static readonly string[] Lines = SourceFile.ReadDocument("README.md").Split('\n');

    /// <summary>The rows of the first table under a heading, without its two head rows.</summary>
    public static IReadOnlyList<string[]> Table(string heading)
    {
        var start = Array.FindIndex(Lines, line => line.TrimStart('#').Trim() == heading && line.StartsWith('#'));
        Assert.True(start >= 0, $"the README has no heading \"{heading}\"");

        return [.. Lines.Skip(start + 1)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(Cells)];
    }

    /// <summary>Everything in backticks in the paragraph that begins so.</summary>
    public static IReadOnlyList<string> CodesOfParagraph(string beginning)
    {
        var paragraph = Lines.SkipWhile(line => !line.StartsWith(beginning, StringComparison.Ordinal)).TakeWhile(line => line.Length > 0);
        return Codes(string.Join('\n', paragraph));
    }

    public static IReadOnlyList<string> Codes(string text) =>
        [.. Regex.Matches(text, "`([^`]+)`").Select(match => match.Groups[1].Value)];

    // "|" may stand in code as "\|".
    private static string[] Cells(string row) =>
        [.. Regex.Split(row.Trim().Trim('|'), @"(?<!\\)\|").Select(cell => cell.Trim())];
}
