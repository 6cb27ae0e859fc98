namespace WsActors.Protocol.Proxies;

/// <summary>
/// Which header the trusted proxies write. Exactly one is believed: a proxy passes on what it does not know, so the other
/// one holds whatever the client invented.
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
