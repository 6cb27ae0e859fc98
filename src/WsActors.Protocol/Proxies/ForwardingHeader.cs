namespace WsActors.Protocol.Proxies;

/// <summary>
/// Selects the header that the trusted proxies write. Only one is used: a proxy passes on headers that it does not know, so the other one
/// may be forged by the client.
/// </summary>
public enum ForwardingHeader
{
    /// <summary>None: the client's address is the connection's end point, or that of a PROXY header.</summary>
    None,

    /// <summary>X-Forwarded-For and X-Forwarded-Proto: nginx, HAProxy, Traefik, most load balancers.</summary>
    XForwardedFor,

    /// <summary>Forwarded (RFC 7239).</summary>
    Forwarded,
}
