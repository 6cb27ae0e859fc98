using System.CommandLine;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Completions;

/// <summary>Prints a script that completes commands and options in a shell.</summary>
internal static class CompletionsCommand
{
    /// <param name="output">The script goes there.</param>
    /// <param name="root">The commands to complete.</param>
    public static Command Create(CommandOutput output, RootCommand root) => new(
        CommandNames.Completions, "Prints a script that completes commands and options in a shell.")
    {
        For("bash", "source <(wsactors completions bash), for example in ~/.bashrc", output, root, BashCompletion.Write),
        For("zsh", "source <(wsactors completions zsh), for example in ~/.zshrc after compinit", output, root, ZshCompletion.Write),
        For("fish", "wsactors completions fish | source, for example in ~/.config/fish/config.fish", output, root, FishCompletion.Write),
    };

    private static Command For(string shell, string use, CommandOutput output, RootCommand root, Func<IReadOnlyList<CompletedCommand>, string> write)
    {
        var command = new Command(shell, $"Prints the script for {shell}: {use}.");
        command.SetAction(async (_, _) =>
        {
            await output.WriteLineAsync(write(CompletedCommand.Of(root)).TrimEnd());
            return 0;
        });
        return command;
    }
}
