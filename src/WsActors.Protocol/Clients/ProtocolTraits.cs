namespace WsActors.Protocol.Clients;

/// <summary>Properties of a client protocol on which connections depend.</summary>
[Flags]
public enum ProtocolTraits : byte
{
    None = 0,

    /// <summary>A connection subscribes to any number of topics, and events name theirs. Without it, a connection has one topic or none.</summary>
    ManyTopics = 1,

    /// <summary>It can report missed messages. Without it, a client that asked for a position which is lost is closed.</summary>
    ReportsGaps = 2,

    /// <summary>
    /// Its clients need a sign of life that they can see: <see cref="ServerEvent.KeptAlive"/> accompanies each ping, also if they did
    /// not ask for it.
    /// </summary>
    PingsInMessages = 4,

    /// <summary>
    /// The first command on its WebSockets is a <see cref="ClientCommand.Connect"/> with the client's token. The request is answered with 101
    /// first, and nothing else is executed until the client has been let in; a token of the request counts only if the command has none.
    /// </summary>
    CredentialsInBand = 8,

    /// <summary>Its clients read a close code instead of an HTTP status, whatever the settings say: they are refused after the 101.</summary>
    RefusedByCloseCode = 16,
}
