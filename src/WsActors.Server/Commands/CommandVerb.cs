namespace WsActors.Server.Commands;

/// <summary>The task that the command line asks for.</summary>
internal enum CommandVerb
{
    /// <summary>Run a node.</summary>
    Serve,

    /// <summary>Print a token for trials.</summary>
    Token,

    /// <summary>Print how the program is used.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}
