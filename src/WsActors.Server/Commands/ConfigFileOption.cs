using System.CommandLine;
using WsActors.Server.Options;

namespace WsActors.Server.Commands;

/// <summary>Describes <c>--config</c> in help texts and completions; <see cref="SettingArguments"/> reads it.</summary>
internal static class ConfigFileOption
{
    public static Option<string> Create() => new(SettingsSources.FileOption)
    {
        Description = "A file of settings, which overrides those named appsettings.json",
        HelpName = "FILE",
    };
}
