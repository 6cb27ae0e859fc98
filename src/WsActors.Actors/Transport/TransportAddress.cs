using System.Net;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>Reads the address of an end point in the form in which addresses are compared and counted.</summary>
internal static class TransportAddress
{
    public static IPAddress? Of(EndPoint? endPoint) =>
        endPoint is IPEndPoint { Address: var address } ? TrustedNetworks.Plain(address) : null;
}
