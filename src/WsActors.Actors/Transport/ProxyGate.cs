using System.Net.Sockets;
using WsActors.Actors.Settings;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>Decides by a peer's address whether its connection begins with a PROXY header; never guesses. Immutable.</summary>
public sealed class ProxyGate(ProxyProtocolMode mode, TrustedNetworks trusted)
{
    /// <summary>A transport for an accepted socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="wrap">Makes the transport that speaks behind the header, or without one.</param>
    internal IConnectionTransport Open(Socket socket, Func<Socket, IConnectionTransport> wrap)
    {
        var isTrusted = TransportAddress.Of(SocketTransport.RemoteEndPointOf(socket)) is { } peer && trusted.Contains(peer);
        return mode switch
        {
            ProxyProtocolMode.Off => wrap(socket),
            _ when isTrusted => new ProxiedTransport(new ProxyPreamble(socket), wrap, fault: null),
            ProxyProtocolMode.Required => new ProxiedTransport(new ProxyPreamble(socket), wrap, ProxyHeaderFault.Untrusted),
            _ => wrap(socket),
        };
    }
}
