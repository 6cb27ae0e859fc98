using System.Text.RegularExpressions;

namespace WsActors.Server.Tests.Clients;

/// <summary>The README's own code blocks, so that what it tells people to run is what is tested.</summary>
internal static partial class ReadmeBlock
{
    /// <summary>The first fenced block in a language that holds a text.</summary>
    /// <exception cref="InvalidOperationException">The README has no such block (any more).</exception>
    public static string Containing(string language, string text)
    {
        var readme = File.ReadAllText(Path.Combine(ClientTools.Repository, "README.md"));
        return FencedBlock().Matches(readme)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value)
            .FirstOrDefault(code => code.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"README.md has no {language} block with: {text}");
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();
}
