using System.CommandLine;

namespace WsActors.Server.Commands.Completions;

/// <summary>A command as a completion script needs it.</summary>
/// <param name="Path">The names from the root to the command, joined by spaces; empty for the root.</param>
/// <param name="Subcommands">The commands below it, with their descriptions.</param>
/// <param name="Options">Its options.</param>
internal sealed record CompletedCommand(string Path, IReadOnlyList<(string Name, string Text)> Subcommands, IReadOnlyList<CompletedOption> Options)
{
    /// <summary>Lists a command and all commands below it.</summary>
    public static IReadOnlyList<CompletedCommand> Of(RootCommand root) => [.. Walk(root, string.Empty)];

    private static IEnumerable<CompletedCommand> Walk(Command command, string path)
    {
        var (subcommands, options) = (command.Subcommands, command.Options.Where(option => !option.Hidden));
        yield return new CompletedCommand(
            path,
            [.. subcommands.Select(each => (each.Name, Summary(each.Description)))],
            [.. options.Select(CompletedOption.Of).Append(new CompletedOption("--help", "Prints how the command is used", TakesValue: false, TakesFile: false)).DistinctBy(option => option.Name)]);
        foreach (var found in subcommands.SelectMany(each => Walk(each, $"{path} {each.Name}".Trim())))
            yield return found;
    }

    /// <summary>The first sentence of a description.</summary>
    internal static string Summary(string? description) => (description ?? string.Empty).Split(". ")[0].TrimEnd('.');
}
