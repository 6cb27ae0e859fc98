using System.Text;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Completions;

/// <summary>Writes the completion script for zsh.</summary>
internal static class ZshCompletion
{
    private const string Head =
        """
        #compdef wsactors
        # Completes wsactors in zsh: source <(wsactors completions zsh), after compinit
        _wsactors() {
          local path_= word i
          for ((i = 2; i < CURRENT; i++)); do
            word=${words[i]}
            case "${path_:+$path_ }$word" in

        """;

    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var paths = commands.Where(command => command.Path.Length > 0).Select(command => $"\"{command.Path}\"");
        var script = new StringBuilder(Head)
            .Append("      ").AppendJoin('|', paths).Append(") path_=\"${path_:+$path_ }$word\" ;;\n")
            .Append("    esac\n  done\n");
        AppendSettings(script);
        script.Append("  case \"$path_ ${words[CURRENT-1]}\" in\n");
        foreach (var command in commands)
            AppendValues(script, command);

        script.Append("  esac\n  local -a found\n  case \"$path_\" in\n");
        foreach (var command in commands)
            AppendWords(script, command);
        return script.Append("  esac\n  _describe ").Append(CommandNames.Program).Append(" found\n}\ncompdef _wsactors ").Append(CommandNames.Program).Append('\n').ToString();
    }

    private static void AppendSettings(StringBuilder script)
    {
        var commands = CompletedSettings.Commands.Select(command => $"\"{command}\"");
        script.Append("  if [[ ${words[CURRENT]} == ").Append(CompletedSettings.Begin).Append("* ]]; then\n    case \"$path_\" in ").AppendJoin('|', commands).Append(")\n")
            .Append("      compadd -S = -- ").AppendJoin(' ', CompletedSettings.Options).Append("\n      return ;;\n    esac\n  fi\n");
    }

    private static void AppendValues(StringBuilder script, CompletedCommand command)
    {
        foreach (var option in command.Options.Where(option => option.TakesValue))
        {
            script.Append("    \"").Append(command.Path).Append(' ').Append(option.Name).Append("\") ")
                .Append(option.TakesFile ? "_files; return ;;\n" : "return ;;\n");
        }
    }

    private static void AppendWords(StringBuilder script, CompletedCommand command)
    {
        script.Append("    \"").Append(command.Path).Append("\") found=(");
        foreach (var (name, text) in command.Subcommands.Concat(command.Options.Select(option => (option.Name, option.Text))))
            script.Append('\'').Append(name).Append(':').Append(Quoted(text)).Append("' ");
        script.Append(") ;;\n");
    }

    // Within single quotes only the quote itself has a meaning.
    private static string Quoted(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);
}
