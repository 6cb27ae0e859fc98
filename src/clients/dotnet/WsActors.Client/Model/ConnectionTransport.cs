namespace WsActors.Client;

/// <summary>The ways in which messages arrive.</summary>
public enum ConnectionTransport
{
    /// <summary>None: there is no connection.</summary>
    None,

    /// <summary>One WebSocket for everything.</summary>
    WebSocket,

    /// <summary>One stream of server-sent events per topic, because WebSockets do not get through. Nothing can be published.</summary>
    EventStream,
}
