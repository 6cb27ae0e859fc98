using WsActors.AspNetCore.Options;

namespace WsActors.Server.Options;

/// <summary>Checks the section <c>Logging</c>. .NET itself ignores unknown names there and crashes on a wrong level.</summary>
internal static class LoggingChecks
{
    private const string LevelSection = "LogLevel";
    private const string FormatterKey = "Logging:Console:FormatterName";

    private static readonly string[] Formatters = ["simple", "json", "systemd"];

    /// <exception cref="InvalidConfigurationException">A level or a formatter does not exist.</exception>
    public static void Apply(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        foreach (var levels in logging.GetChildren().Select(provider => provider.GetSection(LevelSection)).Prepend(logging.GetSection(LevelSection)))
            CheckLevels(levels);

        if (configuration[FormatterKey] is { } formatter && !Formatters.Contains(formatter, StringComparer.OrdinalIgnoreCase))
            throw new InvalidConfigurationException(FormatterKey, formatter, $"one of {string.Join(", ", Formatters)} is needed");
    }

    private static void CheckLevels(IConfigurationSection levels)
    {
        foreach (var level in levels.GetChildren())
        {
            if (level.Value is { Length: > 0 } text && !Enum.TryParse<LogLevel>(text, ignoreCase: true, out _))
                throw new InvalidConfigurationException(
                    level.Path, text, $"one of {string.Join(", ", Enum.GetNames<LogLevel>())} is needed");
        }
    }
}
