using System.Text;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Completions;

/// <summary>Writes the completion script for fish.</summary>
internal static class FishCompletion
{
    private const string Head =
        """
        # Completes wsactors in fish: wsactors completions fish | source
        function __wsactors_path
          set -l path ''
          for word in (commandline -opc)[2..]
            switch (string trim "$path $word")

        """;

    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder(Head).Append("      case ");
        script.AppendJoin(' ', commands.Where(command => command.Path.Length > 0).Select(command => $"'{command.Path}'"))
            .Append("\n        set path (string trim \"$path $word\")\n    end\n  end\n  echo \"$path\"\nend\n")
            .Append("complete -c ").Append(CommandNames.Program).Append(" -f\n");
        foreach (var command in commands)
        {
            foreach (var (name, text) in command.Subcommands)
                Append(script, command).Append(" -a ").Append(name).Append(" -d '").Append(Quoted(text)).Append("'\n");
            foreach (var option in command.Options)
                AppendOption(Append(script, command), option);
        }

        AppendSettings(script);
        return script.ToString();
    }

    // Only for a word that begins like a setting: otherwise they would bury the options.
    private static void AppendSettings(StringBuilder script)
    {
        script.Append("function __wsactors_setting\n  string match -q -- '").Append(CompletedSettings.Begin).Append("*' (commandline -ct)\n  and contains -- (__wsactors_path) ")
            .AppendJoin(' ', CompletedSettings.Commands.Select(command => $"'{command}'")).Append("\nend\n");
        foreach (var option in CompletedSettings.Options)
            script.Append("complete -c ").Append(CommandNames.Program).Append(" -n __wsactors_setting -a '").Append(option).Append("='\n");
    }

    private static StringBuilder Append(StringBuilder script, CompletedCommand command) => script
        .Append("complete -c ").Append(CommandNames.Program).Append(" -n 'test (__wsactors_path) = \"").Append(command.Path).Append("\"'");

    private static void AppendOption(StringBuilder script, CompletedOption option) => script
        .Append(" -l ").Append(option.Name.TrimStart('-'))
        .Append(option.TakesFile ? " -r -F" : option.TakesValue ? " -x" : string.Empty)
        .Append(" -d '").Append(Quoted(option.Text)).Append("'\n");

    // Within single quotes the quote and the backslash have a meaning.
    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
