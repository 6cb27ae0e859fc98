using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary><c>/echo</c>: every message comes back.</summary>
/// <param name="isOn">True if it is served.</param>
/// <param name="maxMessageBytes">Payload bytes of one message; null: as many as elsewhere.</param>
internal sealed class EchoRoute(bool isOn, int? maxMessageBytes) : IClientRoute
{
    public string Address => "/echo";

    public IClientProtocol Protocol => EchoProtocol.Instance;

    public bool Serves(string path) => path == Address;

    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = isOn ? null : RouteRefusals.EchoOff;
        if (!isOn)
            return null;

        // The path selects the protocol, so any name will do: a browser fails the connection if none of its names is selected.
        var subprotocol = Subprotocols.Select(request.Subprotocols, PlainProtocol.Subprotocol);
        return new ConnectionRoute(Protocol, subprotocol) { MaxMessageBytes = maxMessageBytes };
    }
}
