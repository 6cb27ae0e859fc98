using WsActors.Server.Options;

namespace WsActors.Server.Commands;

/// <summary>
/// Checks the arguments of the process before they are read as settings. .NET's configuration ignores unknown arguments, and uses
/// the next argument as the value of an option without one.
/// </summary>
/// <param name="Verb">The task that the command line asks for.</param>
/// <param name="Rest">The arguments after the command's name.</param>
internal sealed record CommandLine(CommandVerb Verb, IReadOnlyList<string> Rest)
{
    private const string SeeHelp = "--help lists the commands and options";

    // Configuration sections that the server reads, and the two keys with which .NET tools start a host.
    private static readonly string[] Sections = ["WsActors:", "Logging:"];
    private static readonly string[] HostKeys = ["environment", "applicationName"];

    /// <exception cref="InvalidConfigurationException">An argument is unknown or has no value; the message names it in one line.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
            return new CommandLine(CommandVerb.Help, []);
        if (arguments.Contains("--version"))
            return new CommandLine(CommandVerb.Version, []);
        if (arguments is [TokenCommand.Name, ..])
            return new CommandLine(CommandVerb.Token, [.. arguments.Skip(1)]);

        CheckSettings(arguments);
        return new CommandLine(CommandVerb.Serve, []);
    }

    private static void CheckSettings(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                throw new InvalidConfigurationException(UnknownWord(argument, isFirst: i == 0));

            var (key, hasValue) = KeyOf(argument);
            if (!IsKnown(key))
                throw new InvalidConfigurationException(UnknownOption(key));
            if (hasValue)
                continue;

            i++;
            if (i == arguments.Count || arguments[i].StartsWith("--", StringComparison.Ordinal))
                throw new InvalidConfigurationException($"Option \"{argument}\" has no value: write {argument}=VALUE");
        }
    }

    private static (string Key, bool HasValue) KeyOf(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (argument[2..], false) : (argument[2..end], true);
    }

    private static bool IsKnown(string key) =>
        Sections.Any(section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
        || HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static string UnknownWord(string word, bool isFirst) => isFirst
        ? $"Unknown command \"{word}\": without a command the server starts, and \"{TokenCommand.Name}\" makes a token. {SeeHelp}"
        : $"Unknown argument \"{word}\": settings are written --WsActors:Push:Port=9000. {SeeHelp}";

    private static string UnknownOption(string key)
    {
        var section = key.Split(':')[0];
        return ServerConfiguration.Sections.Contains(section, StringComparer.OrdinalIgnoreCase)
            ? $"Unknown option \"--{key}\": the prefix is missing, write --WsActors:{key}=VALUE. {SeeHelp}"
            : $"Unknown option \"--{key}\": settings begin with --WsActors:, as in --WsActors:Push:Port=9000. {SeeHelp}";
    }
}
