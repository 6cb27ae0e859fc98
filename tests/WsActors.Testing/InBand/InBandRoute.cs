using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Testing.InBand;

/// <summary><c>/in-band</c>: clients that send their token in the first command.</summary>
public sealed class InBandRoute : IClientRoute
{
    public string Address => "/in-band";

    public IClientProtocol Protocol => InBandProtocol.Instance;

    public bool Serves(string path) => path == Address;

    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        return new ConnectionRoute(Protocol);
    }
}
