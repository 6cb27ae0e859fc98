using System.Net;

namespace WsActors.Server.Demo;

/// <summary>The address at which a browser reaches the push listener.</summary>
/// <param name="endPoint">The address to which the listener is bound.</param>
/// <param name="isSecure">True if it uses TLS.</param>
/// <param name="pathBase">The path in front of all others.</param>
internal sealed class PushAddress(IPEndPoint endPoint, bool isSecure, string pathBase = "/")
{
    /// <summary>Returns the address of the client protocol.</summary>
    /// <param name="host">The host under which the browser has reached the admin listener.</param>
    public Uri For(string host) => new UriBuilder(isSecure ? "wss" : "ws", NameFor(host), endPoint.Port, $"{pathBase.TrimEnd('/')}/connect").Uri;

    // A certificate is for a name, so the browser's own is kept. A content security policy cannot name an IPv6 address, and must not take
    // over anything that is no name.
    private string NameFor(string host)
    {
        var isReachedByAnyName = IPAddress.IsLoopback(endPoint.Address) || endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        var name = isReachedByAnyName ? host : endPoint.Address.ToString();
        return Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 ? name : "localhost";
    }
}
