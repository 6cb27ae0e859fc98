using WsActors.AspNetCore.Options;

namespace WsActors.Server.Commands;

/// <summary>Holds the texts of <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLineText
{
    public const string Help =
        """
        WsActors: a push server over WebSocket, server-sent events and long polling.

        Usage:
          wsactors [serve] [SETTINGS]               runs a node until SIGTERM or Ctrl-C
          wsactors publish TOPIC [DATA|-]           publishes a message, or what standard input holds
          wsactors subscribe TOPIC…                 prints the messages of topics as they arrive
          wsactors topics | connections             lists what the node serves
          wsactors disconnect CONNECTION…           closes connections, or with --user all of a user
          wsactors drain                            closes all connections in waves and stops the node
          wsactors rebalance                        sends some of the node's clients to other nodes
          wsactors token                            prints a token for trials, signed with the first HS256 key of the settings
          wsactors config check | config show       checks the settings, or prints the effective ones
          wsactors completions bash | zsh | fish    prints a completion script for a shell
          wsactors COMMAND --help                   lists the options of a command
          wsactors --help | --version

        "wsactors" stands for the program: dotnet WsActors.Server.dll, or WsActors.Server.

        Settings, later ones override earlier ones:
          appsettings.json beside the program, then the one in the working directory:
                                             { "WsActors": { "Push": { "Port": 9000 } } }
          --config FILE                      another file of this form
          environment                        WsActors__Push__Port=9000
          command line                       --WsActors:Push:Port=9000

          --WsActors:Push:Port=8080          where clients connect
          --WsActors:Push:Address=127.0.0.1
          --WsActors:Admin:Port=8081         HTTP API, metrics and health
          --WsActors:Admin:Address=127.0.0.1
          --WsActors:Admin:ApiKeys:0=KEY     needed beyond loopback
          --WsActors:Topics:Rules:0:Match=chat.*
          --Logging:LogLevel:WsActors.Actors=Debug
          docs/settings.md lists all settings, and docs/command-line.md all commands.

        Signals of a node: SIGTERM and SIGINT drain it, and a second one cuts the drain short. SIGHUP reloads topic rules, keys,
        certificates, limits and log levels, and logs which changed settings need a restart.
        Exit codes: 0 done, 1 refused or failed, 2 wrong usage (1 if a node does not start).
        """;

    /// <summary>The product's name and version, as in <c>WsActors 0.1.0</c>.</summary>
    public static string Version => $"WsActors {ProductVersion.Current}";
}
