using System.Text.RegularExpressions;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Examples;

/// <summary>The files of docs/examples are short, and the documents tell their true size.</summary>
public sealed class ExampleFileTests
{
    private const int MaxLines = 100;

    private static readonly string Folder = Path.Combine(ClientTools.Repository, "docs", "examples");

    public static TheoryData<string> Examples => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_page_a_back_end_and_settings_of_at_most_100_lines(string example)
    {
        var files = Directory.GetFiles(Path.Combine(Folder, example));

        Assert.Equal(["back-end.mjs", "page.html", "settings.json"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.InRange(File.ReadAllLines(file).Length, 1, MaxLines));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_in_the_table(string example) =>
        Assert.Contains($"({example}/page.html)", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);

    [Fact]
    public void The_command_that_starts_them_has_at_most_100_lines() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Folder, "run.mjs")).Length, 1, MaxLines);

    [Fact]
    public void The_manual_counts_the_lines_of_the_vote_as_they_are()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "vote", "page.html"));
        var script = Regex.Match(page, """<script type="module">\n(.*?)</script>""", RegexOptions.Singleline).Groups[1].Value;
        var lines = script.Split('\n').Count(line => line.Trim().Length > 0);

        var counted = Regex.Match(File.ReadAllText(Path.Combine(ClientTools.Repository, "docs", "clients.md")), @"took 183 lines .* takes (\d+)", RegexOptions.Singleline);
        Assert.Equal(lines, int.Parse(counted.Groups[1].Value));
    }
}
