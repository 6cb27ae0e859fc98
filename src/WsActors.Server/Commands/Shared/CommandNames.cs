namespace WsActors.Server.Commands.Shared;

/// <summary>The names of the commands. They are known without the parser, so that a start does not load it.</summary>
internal static class CommandNames
{
    /// <summary>The name of the program in texts and for completions.</summary>
    public const string Program = "wsactors";

    public const string Serve = "serve";
    public const string Publish = "publish";
    public const string Subscribe = "subscribe";
    public const string Topics = "topics";
    public const string Connections = "connections";
    public const string Disconnect = "disconnect";
    public const string Drain = "drain";
    public const string Rebalance = "rebalance";
    public const string Token = "token";
    public const string Config = "config";
    public const string Completions = "completions";

    /// <summary>All commands, in the order in which the help lists them.</summary>
    public static readonly IReadOnlyList<string> All =
        [Serve, Publish, Subscribe, Topics, Connections, Disconnect, Drain, Rebalance, Token, Config, Completions];
}
