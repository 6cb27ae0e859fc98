using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>
/// The client at the far end of a chain of proxies. Written as its address alone if no port was named; the port is 0 then.
/// </summary>
/// <param name="address">Its address.</param>
/// <param name="port">Its port, or 0.</param>
/// <param name="scheme">
/// The scheme that it uses towards the outermost trusted proxy, "http" or "https" by convention; null if no proxy reported it.
/// </param>
public sealed class ForwardedClient(IPAddress address, int port, string? scheme) : IPEndPoint(address, port)
{
    public string? Scheme { get; } = scheme;

    public override string ToString() => Port == 0 ? Address.ToString() : base.ToString();
}
