namespace WsActors.Server.Commands;

/// <summary>Holds the texts of <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLineText
{
    public const string Help =
        """
        WsActors: a push server over WebSocket, server-sent events and long polling.

        Usage:
          WsActors.Server [SETTINGS]         runs a node until SIGTERM or Ctrl-C
          WsActors.Server token [OPTIONS]    prints a token for trials, signed with the first HS256 key of the settings
          WsActors.Server --help | --version

        Options of token:
          --user USER                        the user that the token names
          --subscribe, --publish, --topics   lists of topics or patterns, separated by commas
          --expires 01:00:00                 how long the token is valid

        Settings, later ones override earlier ones:
          appsettings.json beside the program, then the one in the working directory:
                                             { "WsActors": { "Push": { "Port": 9000 } } }
          environment                        WsActors__Push__Port=9000
          command line                       --WsActors:Push:Port=9000

          --WsActors:Push:Port=8080          where clients connect
          --WsActors:Push:Address=127.0.0.1
          --WsActors:Admin:Port=8081         HTTP API, metrics and health
          --WsActors:Admin:Address=127.0.0.1
          --WsActors:Admin:ApiKeys:0=KEY     needed beyond loopback
          --WsActors:Topics:Rules:0:Match=chat.*
          --Logging:LogLevel:WsActors.Actors=Debug
          docs/settings.md lists all settings.

        Signals: SIGTERM and SIGINT drain the node, and a second one cuts the drain short. SIGHUP is only logged.
        """;

    /// <summary>The product's name and version, as in <c>WsActors 0.1.0</c>.</summary>
    public static string Version => $"WsActors {typeof(CommandLineText).Assembly.GetName().Version?.ToString(3)}";
}
