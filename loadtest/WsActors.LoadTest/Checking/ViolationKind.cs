namespace WsActors.LoadTest.Checking;

/// <summary>How a delivery can be wrong.</summary>
internal enum ViolationKind
{
    /// <summary>A later message came instead, or none.</summary>
    Lost,

    /// <summary>The message had been delivered before, or comes after a later one.</summary>
    Repeated,

    /// <summary>It came, but after a later one: told apart from a loss where messages have offsets.</summary>
    Swapped,

    /// <summary>A message of a topic that the client has not subscribed to, or of a publication that was never made.</summary>
    Stray,

    /// <summary>The payload is not the one that was published.</summary>
    Corrupt,

    /// <summary>The connection ended, or could not be made again.</summary>
    Ended,

    /// <summary>The bytes are not WebSocket.</summary>
    Malformed,

    /// <summary>The server answered a request with an error.</summary>
    Refused,
}
