using System.Net;
using System.Net.Sockets;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
using WsActors.Actors.Transport.Epoll;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Proxies;

namespace WsActors.AspNetCore.Hosting;

/// <summary>Binds the push listener before anything else starts.</summary>
internal static class PushListener
{
    /// <param name="settings">The settings of the listener.</param>
    /// <param name="identity">The certificates for TLS; null for a listener without TLS.</param>
    public static IListener Bind(PushSettings settings, ITlsIdentity? identity)
    {
        try
        {
            var endPoint = new IPEndPoint(settings.Address, settings.Port);
            return UsesEpoll(settings, identity)
                ? EpollListener.Bind(endPoint, settings.Backlog, settings.MaxUnsentBytes)
                : BindSocket(endPoint, settings, identity);
        }
        catch (SocketException fault)
        {
            throw new InvalidConfigurationException(
                $"WsActors:Push is {settings.Address}:{settings.Port}: {fault.Message}. Stop the program that uses it, or set WsActors:Push:Port",
                fault);
        }
    }

    // SslStream needs a Stream over a Socket, and the code that reads PROXY headers passes a Socket on to it.
    private static bool UsesEpoll(PushSettings settings, ITlsIdentity? identity) =>
        settings.Transport != TransportKind.Socket && EpollListener.IsSupported
        && identity is null && settings.ProxyProtocol == ProxyProtocolMode.Off;

    private static SocketListener BindSocket(IPEndPoint endPoint, PushSettings settings, ITlsIdentity? identity)
    {
        var listener = SocketListener.Bind(endPoint, settings.Backlog, settings.MaxUnsentBytes);
        if (settings.ProxyProtocol != ProxyProtocolMode.Off)
            listener.UseProxies(new ProxyGate(settings.ProxyProtocol, new TrustedNetworks(settings.TrustedProxies)));
        if (identity is not null)
            listener.UseTls(identity, GateFor(settings));
        return listener;
    }

    // A TLS handshake takes two round trips. While others wait for its place, it has half of the time.
    private static TlsGate GateFor(PushSettings settings) => new(
        settings.MaxTlsHandshakes, settings.HandshakesPerSecond, settings.HandshakeTimeout / 2, TimeProvider.System);
}
