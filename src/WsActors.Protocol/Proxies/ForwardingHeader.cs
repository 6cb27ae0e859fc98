namespace WsActors.Protocol.Proxies;

/// <summary>
/// Selects the header that the trusted proxies write. Only one is used: a proxy passes on headers that it does not know, so the other one
/// may be forged by the client.
/// </summary>
public enum ForwardingHeader
{
    /// <summary>None: the connection's own end point, or what a PROXY header says, is the client's.</summary>
    None,

    /// <summary>X-Forwarded-For and X-Forwarded-Proto: nginx, HAProxy, Traefik, most load balancers.</summary>
    XForwardedFor,

    /// <summary>Forwarded (RFC 7239).</summary>
    Forwarded,
}
