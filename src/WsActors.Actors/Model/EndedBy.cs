namespace WsActors.Actors.Model;

/// <summary>The side that ended a connection.</summary>
public enum EndedBy : byte
{
    /// <summary>Neither side closed it: the transport broke or ended without a close frame.</summary>
    Network,

    Server,
    Client,
}
