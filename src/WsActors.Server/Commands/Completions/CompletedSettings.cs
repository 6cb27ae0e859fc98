using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Completions;

/// <summary>The settings that a completion script offers, and the commands that take them.</summary>
internal static class CompletedSettings
{
    /// <summary>Settings are offered for words that begin with this, so that a list of the options stays short.</summary>
    public const string Begin = "--W";

    /// <summary>The paths of the commands that take settings; the empty one is the start of a node without a command.</summary>
    public static readonly IReadOnlyList<string> Commands =
        [string.Empty, CommandNames.Serve, CommandNames.Token, $"{CommandNames.Config} check", $"{CommandNames.Config} show"];

    /// <summary>All settings as options, as in <c>--WsActors:Push:Port</c>; in lists, the first entry stands for all.</summary>
    public static IEnumerable<string> Options => SettingValues.Keys().Select(key => $"--{key}");
}
