using System.Text.RegularExpressions;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Documents;

/// <summary>Code blocks of the README and the manual: the tests run what the documents tell people to run.</summary>
internal static partial class DocumentBlock
{
    /// <summary>Finds the first fenced block in a language that contains a text.</summary>
    /// <param name="document">Relative to the repository, such as <c>docs/webhooks.md</c>.</param>
    /// <param name="language">The language that the fence names.</param>
    /// <param name="text">Part of the block.</param>
    /// <exception cref="InvalidOperationException">The document has no such block (any more).</exception>
    public static string Containing(string document, string language, string text) =>
        All(document, language).FirstOrDefault(code => code.Contains(text, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"{document} has no {language} block with: {text}");

    /// <summary>Finds the first code within a line that contains a text.</summary>
    /// <exception cref="InvalidOperationException">The document has no such code (any more).</exception>
    public static string Code(string document, string text) =>
        CodeSpan().Matches(FencedBlock().Replace(Read(document), string.Empty))
            .Select(span => span.Groups["code"].Value)
            .FirstOrDefault(code => code.Contains(text, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"{document} has no code with: {text}");

    /// <summary>All fenced blocks in a language.</summary>
    public static IEnumerable<string> All(string document, string language) =>
        FencedBlock().Matches(Read(document))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value);

    private static string Read(string document) => File.ReadAllText(Path.Combine(ClientTools.Repository, document));

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();
}
