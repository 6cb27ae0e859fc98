namespace WsActors.Client;

/// <summary>The state of a client's connection.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Transport">The way in which messages arrive while the client is connected.</param>
/// <param name="Error">The reason of the end, if the client has ended.</param>
public readonly record struct ConnectionState(ConnectionPhase Phase, ConnectionTransport Transport = ConnectionTransport.None, WsActorsException? Error = null);
