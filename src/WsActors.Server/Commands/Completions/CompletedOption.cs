using System.CommandLine;

namespace WsActors.Server.Commands.Completions;

/// <summary>An option as a completion script needs it.</summary>
/// <param name="Name">The name with its dashes.</param>
/// <param name="Text">Its description.</param>
/// <param name="TakesValue">True if a value follows.</param>
/// <param name="TakesFile">True if the value is a file.</param>
internal sealed record CompletedOption(string Name, string Text, bool TakesValue, bool TakesFile)
{
    private const string File = "FILE";

    public static CompletedOption Of(Option option) => new(
        option.Name,
        CompletedCommand.Summary(option.Description),
        TakesValue: option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0,
        TakesFile: option.HelpName == File);
}
