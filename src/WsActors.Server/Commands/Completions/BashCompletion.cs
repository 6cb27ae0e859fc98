using System.Text;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Completions;

/// <summary>Writes the completion script for bash.</summary>
internal static class BashCompletion
{
    // Words that begin with a dash are options, and the value of an option is no subcommand.
    private const string Head =
        """
        # Completes wsactors in bash: source <(wsactors completions bash)
        _wsactors() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word i
          COMPREPLY=()
          local line=${COMP_LINE:0:COMP_POINT}
          local whole=${line##* }
          for ((i = 1; i < COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            case "${path:+$path }$word" in

        """;

    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var paths = commands.Where(command => command.Path.Length > 0).Select(command => $"\"{command.Path}\"");
        var script = new StringBuilder(Head)
            .Append("      ").AppendJoin('|', paths).Append(") path=\"${path:+$path }$word\" ;;\n")
            .Append("    esac\n  done\n");
        AppendSettings(script);
        script.Append("  case \"$path $prev\" in\n");
        foreach (var command in commands)
            AppendValues(script, command);

        script.Append("  esac\n  case \"$path\" in\n");
        foreach (var command in commands)
        {
            var words = command.Subcommands.Select(each => each.Name).Concat(command.Options.Select(option => option.Name));
            script.Append("    \"").Append(command.Path).Append("\") COMPREPLY=($(compgen -W \"").AppendJoin(' ', words).Append("\" -- \"$cur\")) ;;\n");
        }

        return script.Append("  esac\n}\ncomplete -F _wsactors ").Append(CommandNames.Program).Append('\n').ToString();
    }

    // Bash splits words at ":" and completes only what follows the last one.
    private static void AppendSettings(StringBuilder script)
    {
        var commands = CompletedSettings.Commands.Select(command => $"\"{command}\"");
        script.Append("  if [[ $whole == ").Append(CompletedSettings.Begin).Append("* ]]; then\n    case \"$path\" in ").AppendJoin('|', commands).Append(")\n")
            .Append("      COMPREPLY=($(compgen -S = -W \"").AppendJoin(' ', CompletedSettings.Options).Append("\" -- \"$whole\"))\n")
            .Append("      [[ $COMP_WORDBREAKS != *:* ]] || COMPREPLY=(\"${COMPREPLY[@]#\"${whole%\"${whole##*:}\"}\"}\")\n")
            .Append("      compopt -o nospace 2> /dev/null\n      return ;;\n    esac\n  fi\n");
    }

    private static void AppendValues(StringBuilder script, CompletedCommand command)
    {
        foreach (var option in command.Options.Where(option => option.TakesValue))
        {
            script.Append("    \"").Append(command.Path).Append(' ').Append(option.Name).Append("\") ")
                .Append(option.TakesFile ? "COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n" : "return ;;\n");
        }
    }
}
