using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>The shape of the README and of the manual in docs/.</summary>
public sealed class ManualTests
{
    private static IEnumerable<Document> Pages => Document.All.Where(document => document.Path.StartsWith("docs/", StringComparison.Ordinal));

    [Fact]
    public void The_README_has_at_most_200_lines() => Assert.InRange(Document.At("README.md").Lines.Count - 1, 1, 200);

    [Fact]
    public void Each_page_opens_with_one_line_that_says_whom_it_is_for() => Faults.None(
        from page in Pages
        where page.Lines is not [['#', ' ', ..], "", ['F', 'o', 'r', ' ', ..], "", ..]
        select page.Path,
        "A page of docs/ begins with its heading and one line \"For …\"");

    [Fact]
    public void The_table_of_contents_links_each_page_and_the_README_links_the_table() => Assert.Equal(
        (string.Empty, true),
        (string.Join(", ", Pages.Select(page => page.Path["docs/".Length..]).Except([.. Document.At("docs/README.md").Links, "README.md"])),
            Document.At("README.md").Links.Contains("docs/README.md")));

    // Names with a placeholder, such as {NAME}, are left out.
    [Fact]
    public void Files_that_are_named_for_contributors_and_readers_exist() => Faults.None(
        from document in Document.All
        where document.Path is "README.md" or "CONTRIBUTING.md" or "SECURITY.md" || document.Path.StartsWith("docs/", StringComparison.Ordinal)
        from code in Document.Codes(string.Join('\n', document.Prose))
        where Regex.IsMatch(code, @"^((src|tests|docs|deploy|loadtest)/[\w./-]*|[\w.]+\.(md|sln|slnf))$")
        where !Path.Exists(Path.Combine(SourceFile.Root, code))
        select $"{document}: {code}",
        "A file that a document names exists");

    [Fact]
    public void The_picture_differs_between_light_and_dark_in_its_colours_only()
    {
        var (light, dark) = (SourceFile.ReadDocument("docs/overview-light.svg"), SourceFile.ReadDocument("docs/overview-dark.svg"));

        Assert.NotEqual(light, dark);
        Assert.Equal(WithoutColours(light), WithoutColours(dark));
    }

    private static string WithoutColours(string picture) => Regex.Replace(picture, "#[0-9a-f]{6};", string.Empty);
}
