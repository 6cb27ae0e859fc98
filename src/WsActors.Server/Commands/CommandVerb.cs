namespace WsActors.Server.Commands;

/// <summary>The kind of task that the command line asks for.</summary>
internal enum CommandVerb
{
    /// <summary>Run a node.</summary>
    Serve,

    /// <summary>Run another command, whose arguments <see cref="CommandRunner"/> parses.</summary>
    Command,

    /// <summary>Print how the program is used.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}
