namespace WsActors.Protocol.Http;

/// <summary>The kind of connection that a client asks for: a WebSocket, or plain HTTP where the network blocks WebSockets.</summary>
public enum RequestKind : byte
{
    /// <summary>An opening handshake (RFC 6455 §4.2.1).</summary>
    WebSocket,

    /// <summary>Server-sent events: an HTTP answer without an end.</summary>
    EventStream,

    /// <summary>A long poll: an HTTP answer that waits for the next message.</summary>
    Poll,

    /// <summary>OPTIONS, which a browser sends ahead of a request of another origin's page (Fetch standard, CORS preflight).</summary>
    Preflight,
}
