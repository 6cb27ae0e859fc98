using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands;

/// <summary>
/// Explains wrong arguments in one line. The parser itself takes an unknown option for the value of an argument: a misspelt option would
/// be published as a message.
/// </summary>
internal static partial class ArgumentFaults
{
    /// <exception cref="UsageException">An argument is wrong.</exception>
    public static void ThrowIfAny(ParseResult line, IReadOnlyList<string> arguments)
    {
        var command = line.CommandResult.Command;
        var path = $"{CommandNames.Program} {PathOf(line.CommandResult)}";
        var seeHelp = $"{path} --help lists the options";
        if (UnknownOption(line, arguments) is { } unknown)
            throw new UsageException($"{Explain(unknown, command)}. {seeHelp}");
        if (IsHelp(line))
            return;
        if (line.UnmatchedTokens is [var superfluous, ..])
            throw new UsageException($"{ExplainArgument(superfluous, path, command)}. {seeHelp}");
        if (command.Subcommands.Count > 0)
            throw new UsageException($"{path} needs one of {string.Join(", ", command.Subcommands.Select(each => each.Name))}. {seeHelp}");
        if (line.Errors is [var error, ..])
            throw new UsageException($"{Explain(error, path)}. {seeHelp}");
    }

    private static bool IsHelp(ParseResult line) => line.Action?.GetType().Name == nameof(System.CommandLine.Help.HelpAction);

    // After "--" everything is a value. A value that is joined to its option by "=" is no argument of its own.
    private static string? UnknownOption(ParseResult line, IReadOnlyList<string> arguments)
    {
        var separate = arguments.TakeWhile(argument => argument != "--").ToHashSet();
        return line.UnmatchedTokens
            .Concat(Values(line.CommandResult).Where(separate.Contains))
            .FirstOrDefault(value => value.Length > 1 && value[0] == '-' && !Number().IsMatch(value));
    }

    private static IEnumerable<string> Values(CommandResult command) => command.Children
        .Where(child => child is ArgumentResult or OptionResult)
        .SelectMany(child => child.Tokens)
        .Where(token => token.Type == TokenType.Argument)
        .Select(token => token.Value);

    private static string Explain(string unknown, Command command)
    {
        var name = unknown.Split('=')[0];
        var nearest = NearestName.Of(name, command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help"));
        return nearest is null ? $"Unknown option \"{name}\"" : $"Unknown option \"{name}\": the nearest is {nearest}";
    }

    private static string ExplainArgument(string superfluous, string path, Command command)
    {
        if (command.Subcommands.Count == 0)
            return $"Superfluous argument \"{superfluous}\" of {path}";

        var names = command.Subcommands.Select(each => each.Name).ToArray();
        return NearestName.Of(superfluous, names) is { } nearest
            ? $"Unknown command \"{path} {superfluous}\": the nearest is {path} {nearest}"
            : $"Unknown command \"{path} {superfluous}\": it is {path} {string.Join(" or ", names)}";
    }

    private static string Explain(ParseError error, string path) => error.SymbolResult switch
    {
        ArgumentResult { Parent: CommandResult, Tokens.Count: 0 } missing => $"{path} needs {missing.Argument.Name}",
        OptionResult { Tokens.Count: 0 } option => $"Option {option.Option.Name} has no value",
        ArgumentResult { Parent: OptionResult { Tokens.Count: 0 } option } => $"Option {option.Option.Name} has no value",
        _ => error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' '),
    };

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult { Command: not RootCommand } parent ? $"{PathOf(parent)} {command.Command.Name}" : command.Command.Name;

    [GeneratedRegex(@"^-\d")]
    private static partial Regex Number();
}
