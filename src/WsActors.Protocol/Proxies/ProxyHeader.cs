using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>The header that a proxy sends ahead of a connection (HAProxy's PROXY protocol, version 1 or 2).</summary>
/// <param name="Client">
/// The client's address; null if the proxy connects for itself (health checks) or cannot express it as an address and a port: then the
/// connection's own end point counts.
/// </param>
public sealed record ProxyHeader(IPEndPoint? Client)
{
    /// <summary>The proxy connects for itself, or names no client.</summary>
    public static readonly ProxyHeader Own = new(Client: null);
}
