using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>The map, src/ARCHITECTURE.md, names files that exist, and its two reading paths are short.</summary>
public sealed class MapTests
{
    private static readonly Document Map = Document.At("src/ARCHITECTURE.md");

    // Each file and folder as "/src/Actors/Connections/ConnectionActor/", without the extension and "WsActors.".
    private static readonly IReadOnlyList<string> Places = [.. from folder in new[] { "src", "tests", "loadtest" }
                                                               let root = Path.Combine(SourceFile.Root, folder)
                                                               from path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
                                                               where !Regex.IsMatch(path, @"[\\/](bin|obj|node_modules|results)[\\/]")
                                                               select PlaceOf(Path.GetRelativePath(SourceFile.Root, path))];

    [Fact]
    public void Every_file_and_folder_that_the_map_names_exists() => Faults.None(
        from line in Map.Lines
        where line.StartsWith('|') || IsStep(line)
        from code in Document.Codes(line.StartsWith('|') ? line : line.Split(':')[0]).Select(code => code.TrimEnd('/'))
        where Regex.IsMatch(code, @"^[\w./]+$") && (code.Contains('/', StringComparison.Ordinal) || IsStep(line))
        where !Places.Any(place => place.EndsWith($"/{code.Replace("WsActors.", string.Empty, StringComparison.Ordinal)}/", StringComparison.Ordinal))
        select code,
        "src/ARCHITECTURE.md names files and folders that exist");

    [Theory]
    [InlineData("SocketTransport", 16)]
    [InlineData("PublishingEndpoints", 15)]
    public void A_path_through_the_code_is_short_and_opens_no_file_twice(string first, int most)
    {
        var steps = Map.Lines
            .SkipWhile(line => !(IsStep(line) && Document.Codes(line)[0].EndsWith($"/{first}", StringComparison.Ordinal)))
            .TakeWhile(IsStep)
            .Select(line => Document.Codes(line)[0])
            .ToArray();

        Assert.InRange(steps.Length, 2, most);
        Assert.Distinct(steps);
    }

    private static bool IsStep(string line) => Regex.IsMatch(line, @"^\d+\. `");

    private static string PlaceOf(string path)
    {
        var names = path.Replace('\\', '/').Replace("WsActors.", string.Empty, StringComparison.Ordinal);
        return $"/{Regex.Replace(names, @"\.cs$", string.Empty)}/";
    }
}
