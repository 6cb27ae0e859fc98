using System.Net;
using System.Net.Sockets;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
using WsActors.Protocol.Proxies;
using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>Binds the push listener, before anything else is started.</summary>
internal static class PushListener
{
    public static SocketListener Bind(PushSettings settings)
    {
        try
        {
            var listener = SocketListener.Bind(new IPEndPoint(settings.Address, settings.Port), settings.Backlog);
            if (settings.ProxyProtocol != ProxyProtocolMode.Off)
                listener.UseProxies(new ProxyGate(settings.ProxyProtocol, new TrustedNetworks(settings.TrustedProxies)));
            return listener;
        }
        catch (SocketException fault)
        {
            throw new InvalidConfigurationException(
                $"WsActors:Push is {settings.Address}:{settings.Port}: {fault.Message}. Stop the program that uses it, or set WsActors:Push:Port",
                fault);
        }
    }
}
