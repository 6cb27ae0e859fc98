using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>A Markdown file of the repository: its tables cell by cell, its headings and its links.</summary>
internal sealed partial class Document
{
    // Folders that hold what tools have written or downloaded.
    private static readonly string[] Foreign = ["node_modules", "bin", "obj", "results", "TestResults"];

    private readonly string[] _lines;

    public Document(string path, string text)
    {
        Path = path;
        _lines = text.Split('\n');
    }

    /// <summary>All documents, in the order of their paths.</summary>
    public static IReadOnlyList<Document> All { get; } = [.. Find(SourceFile.Root).Order(StringComparer.Ordinal).Select(At)];

    /// <summary>Relative to the repository, with "/".</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The lines outside fenced blocks of code.</summary>
    public IEnumerable<string> Prose
    {
        get
        {
            var isCode = false;
            foreach (var line in _lines)
            {
                var isFence = line.StartsWith("```", StringComparison.Ordinal);
                if (!isCode && !isFence)
                    yield return line;
                isCode ^= isFence;
            }
        }
    }

    /// <summary>The names under which GitHub lets a link reach the headings.</summary>
    public IReadOnlySet<string> Anchors => Prose
        .Where(line => Heading().IsMatch(line))
        .Select(line => AnchorOf(line.TrimStart('#').Trim()))
        .GroupBy(anchor => anchor)
        .SelectMany(same => same.Select((anchor, index) => index == 0 ? anchor : $"{anchor}-{index}"))
        .ToHashSet();

    /// <summary>The targets of all links and pictures. Code, which may look like a link, is left out.</summary>
    public IEnumerable<string> Links => Link()
        .Matches(CodeSpan().Replace(string.Join('\n', Prose), string.Empty))
        .Select(match => match.Groups["target"].Value);

    public static Document At(string path) => new(path, SourceFile.ReadDocument(path));

    /// <summary>Everything in backticks in a text.</summary>
    public static IReadOnlyList<string> Codes(string text) => [.. CodeSpan().Matches(text).Select(match => match.Value.Trim('`'))];

    /// <summary>The rows of the first table under a heading, without its two head rows.</summary>
    public IReadOnlyList<string[]> Table(string heading)
    {
        var start = Array.FindIndex(_lines, line => line.TrimStart('#').Trim() == heading && line.StartsWith('#'));
        Assert.True(start >= 0, $"{Path} has no heading \"{heading}\"");

        return [.. _lines.Skip(start + 1)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(Cells)];
    }

    /// <summary>The rows of all tables whose head begins with this cell.</summary>
    public IReadOnlyList<string[]> RowsUnder(string head) =>
    [
        .. _lines.Index()
            .Where(line => line.Item.StartsWith('|') && Cells(line.Item)[0] == head)
            .SelectMany(line => _lines.Skip(line.Index + 2).TakeWhile(row => row.StartsWith('|')))
            .Select(Cells),
    ];

    public override string ToString() => Path;

    private static IEnumerable<string> Find(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Select(file => System.IO.Path.GetRelativePath(SourceFile.Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Find));

    private static bool IsOurs(string folder) => System.IO.Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Foreign.Contains(name);

    // As GitHub names them: letters, digits, "-" and "_" stay, and a space becomes "-".
    private static string AnchorOf(string heading) =>
        NotInAnchors().Replace(LinkInHeading().Replace(heading, "$1").ToLowerInvariant(), string.Empty).Replace(' ', '-');

    // "|" may stand in code as "\|".
    private static string[] Cells(string row) =>
        [.. Regex.Split(row.Trim().Trim('|'), @"(?<!\\)\|").Select(cell => cell.Trim())];

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkInHeading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("""\]\((?<target>[^)\s]+)\)|\b(?:src|srcset|href)="(?<target>[^"]+)["]""")]
    private static partial Regex Link();
}
