using System.Net;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>The address of an end point, as connections of one address are compared and counted.</summary>
internal static class TransportAddress
{
    public static IPAddress? Of(EndPoint? endPoint) =>
        endPoint is IPEndPoint { Address: var address } ? TrustedNetworks.Plain(address) : null;
}
