using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests;

/// <summary>One C# file under src.</summary>
/// <param name="Path">Relative to src, with "/".</param>
/// <param name="Text">The whole file.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The folder that holds the solution.</summary>
    public static readonly string Root = FindRoot();

    public static readonly IReadOnlyList<SourceFile> All = [.. ReadAll("src")];

    /// <summary>The file's name up to its first dot: <c>ConnectionActor.Closing.cs</c> is a part of ConnectionActor.</summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    public int Lines => Text.Split('\n').Length - 1;

    /// <summary>The code without comments and without what stands in string literals.</summary>
    public string Code { get; } = Regex.Replace(
        Text,
        """(?<raw>"{3,})[\s\S]*?\k<raw>|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/""",
        string.Empty);

    /// <summary>A document at the repository's root or below it.</summary>
    public static string ReadDocument(string path) => File.ReadAllText(System.IO.Path.Combine(Root, path));

    /// <summary>The C# files of the tests, relative to that folder, except this project's own.</summary>
    public static IEnumerable<SourceFile> OfTests() =>
        ReadAll("tests").Where(file => !file.Path.StartsWith("WsActors.ArchitectureTests/", StringComparison.Ordinal));

    public override string ToString() => Path;

    private static IEnumerable<SourceFile> ReadAll(string folder)
    {
        var source = System.IO.Path.Combine(Root, folder);
        return from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
               let path = System.IO.Path.GetRelativePath(source, file).Replace('\\', '/')
               where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
               orderby path
               select new SourceFile(path, File.ReadAllText(file));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "WsActors.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        return folder.FullName;
    }
}
