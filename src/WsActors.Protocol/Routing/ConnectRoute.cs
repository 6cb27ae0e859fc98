using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary><c>/connect</c>, and the root: the full client protocol.</summary>
internal sealed class ConnectRoute : IClientRoute
{
    public static readonly ConnectRoute Instance = new();

    public string Address => "/connect";

    public IClientProtocol Protocol => JsonProtocol.Instance;

    public IEnumerable<string> KnownStrings => [Address, .. Protocol.Subprotocols];

    public bool Serves(string path) => path is "/" or "/connect";

    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var isSupported = ProtocolFor(request.Subprotocols) is not null;
        refusal = isSupported ? null : HandshakeRefusals.UnknownSubprotocol(JsonProtocol.Subprotocol);
        return isSupported ? new ConnectionRoute(Protocol, OffersJson(request.Subprotocols) ? JsonProtocol.Subprotocol : null) : null;
    }

    // A client that offers no subprotocol gets the only one there is; one that offers only others would not understand it.
    public IClientProtocol? ProtocolFor(IReadOnlyList<string> subprotocols) =>
        OffersJson(subprotocols) || subprotocols.All(Subprotocols.IsCredential) ? Protocol : null;

    private static bool OffersJson(IReadOnlyList<string> subprotocols) => subprotocols.Contains(JsonProtocol.Subprotocol);
}
