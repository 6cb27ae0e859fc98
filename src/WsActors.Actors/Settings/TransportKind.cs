namespace WsActors.Actors.Settings;

/// <summary>The transport that carries the bytes of the push listener's connections.</summary>
public enum TransportKind
{
    /// <summary>The better one of those that work here.</summary>
    Auto,

    /// <summary>.NET's sockets: everywhere, and wherever TLS or PROXY headers are spoken.</summary>
    Socket,

    /// <summary>Descriptors and an epoll loop of our own: Linux on x64 and arm64, for connections without TLS and PROXY headers.</summary>
    Epoll,
}
