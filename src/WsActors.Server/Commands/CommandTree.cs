using System.CommandLine;
using WsActors.Server.Commands.AdminCalls;
using WsActors.Server.Commands.Completions;
using WsActors.Server.Commands.Shared;
using WsActors.Server.Commands.Subscribing;

namespace WsActors.Server.Commands;

/// <summary>Composes all commands with their options.</summary>
internal static class CommandTree
{
    /// <param name="output">The results go there.</param>
    /// <param name="settings">Reads the settings of a node.</param>
    public static RootCommand Build(CommandOutput output, Func<IConfiguration> settings)
    {
        var root = new RootCommand("A push server over WebSocket, server-sent events and long polling.") { HelpName = CommandNames.Program };
        root.Subcommands.Add(ServeOutline());
        root.Subcommands.Add(new PublishCommand(output).Command);
        root.Subcommands.Add(new SubscribeCommand(output).Command);
        root.Subcommands.Add(new TopicsCommand(output).Command);
        root.Subcommands.Add(new ConnectionsCommand(output).Command);
        root.Subcommands.Add(new DisconnectCommand(output).Command);
        root.Subcommands.Add(new DrainCommand(output).Command);
        root.Subcommands.Add(new RebalanceCommand(output).Command);
        root.Subcommands.Add(new TokenCommand(output, settings).Command);
        root.Subcommands.Add(ConfigCommand.Create(output, settings));
        root.Subcommands.Add(CompletionsCommand.Create(output, root));
        return root;
    }

    // For completions alone: CommandLine parses the arguments of a start.
    private static Command ServeOutline() => new(CommandNames.Serve, "Runs a node until SIGTERM or Ctrl-C (the default).")
    {
        ConfigFileOption.Create(),
    };
}
