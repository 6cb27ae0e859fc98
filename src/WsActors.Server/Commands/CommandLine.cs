using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.Shared;
using WsActors.Server.Options;

namespace WsActors.Server.Commands;

/// <summary>
/// Tells the start of a node from all other commands, and checks its arguments before they are read as settings. A start does not load
/// the parser of the other commands.
/// </summary>
/// <param name="Verb">The task that the command line asks for.</param>
/// <param name="Settings">The settings of a start.</param>
/// <param name="File">The file of settings of a start; null for none.</param>
internal sealed record CommandLine(CommandVerb Verb, IReadOnlyList<string> Settings, string? File)
{
    private const string Help = "--help";
    private const string Version = "--version";
    private const string SeeHelp = "--help lists the commands and options";

    private static readonly string[] HelpWords = [Help, "-h", "-?"];
    private static readonly string[] OtherOptions = [SettingsSources.FileOption, Help, Version];

    /// <exception cref="InvalidConfigurationException">An argument of a start is unknown or has no value; the message names it in one line.</exception>
    /// <exception cref="UsageException">There is no such command.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments is [CommandNames.Serve, ..])
            return ParseServe([.. arguments.Skip(1)]);
        if (arguments is ["help", ..])
            return new CommandLine(CommandVerb.Help, [], null);
        if (arguments is [var word, ..] && !word.StartsWith('-'))
            return CommandNames.All.Contains(word) ? new CommandLine(CommandVerb.Command, [], null) : throw new UsageException(UnknownCommand(word));

        return ParseServe(arguments);
    }

    private static CommandLine ParseServe(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(HelpWords.Contains))
            return new CommandLine(CommandVerb.Help, [], null);
        if (arguments.Contains(Version))
            return new CommandLine(CommandVerb.Version, [], null);

        var (settings, file, rest) = SettingArguments.Split(arguments);
        return rest.Count == 0
            ? new CommandLine(CommandVerb.Serve, settings, file)
            : throw new InvalidConfigurationException($"{Explain(rest[0])}. {SeeHelp}");
    }

    private static string Explain(string argument)
    {
        if (SettingArguments.IsOption(argument))
            return SettingArguments.Explain(argument, OtherOptions);

        return CommandNames.All.Contains(argument)
            ? $"Unknown argument \"{argument}\": a command comes before its options"
            : $"Unknown argument \"{argument}\": settings are written --WsActors:Push:Port=9000";
    }

    private static string UnknownCommand(string word) => NearestName.Of(word, CommandNames.All) is { } nearest
        ? $"Unknown command \"{word}\": the nearest is {nearest}. {SeeHelp}"
        : $"Unknown command \"{word}\": the commands are {string.Join(", ", CommandNames.All)}. {SeeHelp}";
}
