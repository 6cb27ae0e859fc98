using System.Text.RegularExpressions;
using WsActors.AspNetCore.Options;
using WsActors.Server.Options;

namespace WsActors.Server.Commands;

/// <summary>
/// Finds the settings among the arguments of the process, as in <c>--WsActors:Push:Port=9000</c>. .NET's configuration ignores unknown
/// arguments, and uses the next argument as the value of an option without one.
/// </summary>
internal static partial class SettingArguments
{
    // Configuration sections that the server reads, and the two keys with which .NET tools start a host.
    private static readonly string[] Sections = ["WsActors:", "Logging:"];
    private static readonly string[] HostKeys = ["environment", "applicationName"];

    /// <summary>Separates the settings and the file of settings from the other arguments, which keep their order.</summary>
    /// <exception cref="InvalidConfigurationException">A setting or the file has no value.</exception>
    public static (IReadOnlyList<string> Settings, string? File, IReadOnlyList<string> Others) Split(IReadOnlyList<string> arguments)
    {
        var (settings, rest) = (new List<string>(), new List<string>());
        string? file = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = NameOf(arguments[i]);
            var isFile = name == SettingsSources.FileOption;
            if (!isFile && !IsSetting(name))
            {
                rest.Add(arguments[i]);
                continue;
            }

            if (value is null)
            {
                i++;
                value = i < arguments.Count && !IsOption(arguments[i])
                    ? arguments[i]
                    : throw new InvalidConfigurationException($"Option \"{name}\" has no value: write {name}={(isFile ? "FILE" : "VALUE")}");
            }

            if (isFile)
                file = value.Length > 0 ? value : throw new InvalidConfigurationException($"Option \"{name}\" has no value: write {name}=FILE");
            else
                settings.Add($"{name}={value}");
        }

        return (settings, file, rest);
    }

    /// <summary>True if the argument is an option, known or not.</summary>
    public static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    /// <summary>Returns the line for an option that is no setting and nothing else that is known.</summary>
    /// <param name="argument">The argument as it was written.</param>
    /// <param name="others">Options besides the settings.</param>
    public static string Explain(string argument, IEnumerable<string> others)
    {
        var key = NameOf(argument).Name[2..];
        var unknown = $"Unknown option \"--{key}\"";
        if (ServerConfiguration.Sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            return $"{unknown}: the prefix is missing, write --WsActors:{key}=VALUE";
        return Nearest(key, others) is { } nearest
            ? $"{unknown}: the nearest is {nearest}"
            : $"{unknown}: settings begin with --WsActors:, as in --WsActors:Push:Port=9000";
    }

    private static string? Nearest(string key, IEnumerable<string> others)
    {
        // The name alone, as in --port, may belong to several sections.
        string[] settings = [.. SettingValues.Keys().Select(known => $"--{known}")];
        return WithName(key, settings)
            ?? NearestName.Of($"--{EntryNumber().Replace(key, ":0")}", [.. others, .. HostKeys.Select(name => $"--{name}"), .. settings])
            ?? (NearestName.Of(key, settings.Select(NameAlone)) is { } name ? WithName(name, settings) : null);
    }

    private static string? WithName(string name, string[] settings) =>
        settings.Where(known => NameAlone(known).Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } found
            ? string.Join(" or ", found)
            : null;

    // The number of an entry is no name.
    private static string NameAlone(string setting) => setting.Split(':').Last(part => part != "0");

    private static bool IsSetting(string name) => IsOption(name) && (
        Sections.Any(section => name.AsSpan(2).StartsWith(section, StringComparison.OrdinalIgnoreCase))
        || HostKeys.Contains(name[2..], StringComparer.OrdinalIgnoreCase));

    private static (string Name, string? Value) NameOf(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (argument, null) : (argument[..end], argument[(end + 1)..]);
    }

    [GeneratedRegex(@":\d+\b")]
    private static partial Regex EntryNumber();
}
