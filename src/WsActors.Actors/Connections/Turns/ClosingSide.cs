namespace WsActors.Actors.Connections.Turns;

/// <summary>The side that closed a connection.</summary>
internal enum ClosingSide : byte
{
    Server,
    Client,
}
