namespace WsActors.ArchitectureTests.Documents;

/// <summary>Links between documents, and from them to other files, lead somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading_that_exist() =>
        Faults.None(Document.All.SelectMany(FaultsOf), "A link leads to a file and a heading that exist");

    [Theory]
    [InlineData("[x](settings.md)", null)]
    [InlineData("[x](settings.md#topics), [y](../README.md), ![z](../deploy/demo/feed.png), [folder](../deploy)", null)]
    [InlineData("[x](#here--there), [again](#here--there-1)", null)]
    [InlineData("[x](https://example.com/missing.md), `[x](missing.md)`", null)]
    [InlineData("[x](missing.md)", "missing.md: there is no such file")]
    [InlineData("![x](missing.svg)", "missing.svg: there is no such file")]
    [InlineData("""<source srcset="missing.svg">""", "missing.svg: there is no such file")]
    [InlineData("[x](settings.md#missing)", "settings.md#missing: there is no such heading")]
    [InlineData("[x](#missing)", "#missing: there is no such heading")]
    [InlineData("[x](../../elsewhere.md)", "../../elsewhere.md: it leaves the repository")]
    public void A_link_that_leads_nowhere_is_named(string text, string? fault)
    {
        var document = new Document("docs/planted.md", $"# Here & there\n\n{text}\n\n```sh\n[x](code.md)\n```\n\n## Here & there\n");

        Assert.Equal(fault is null ? [] : [$"docs/planted.md: {fault}"], FaultsOf(document));
    }

    private static IEnumerable<string> FaultsOf(Document document) =>
        from link in document.Links
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        let fault = FaultOf(document, link)
        where fault is not null
        select $"{document}: {link}: {fault}";

    private static string? FaultOf(Document document, string link)
    {
        var (file, anchor) = link.Split('#') is [var first, var second] ? (first, second) : (link, string.Empty);
        var path = file.Length == 0 ? document.Path : Resolve(document.Path, Uri.UnescapeDataString(file));
        if (path.StartsWith("..", StringComparison.Ordinal))
            return "it leaves the repository";
        if (file.Length > 0 && !Exists(path))
            return "there is no such file";

        var target = file.Length == 0 ? document : null;
        return anchor.Length == 0 || (target ?? Document.At(path)).Anchors.Contains(anchor) ? null : "there is no such heading";
    }

    private static string Resolve(string document, string link)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceFile.Root, document))!;
        return Path.GetRelativePath(SourceFile.Root, Path.GetFullPath(Path.Combine(folder, link))).Replace('\\', '/');
    }

    private static bool Exists(string path)
    {
        var full = Path.Combine(SourceFile.Root, path);
        return File.Exists(full) || Directory.Exists(full);
    }
}
