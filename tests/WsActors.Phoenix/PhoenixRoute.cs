using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Phoenix;

/// <summary><c>/socket/websocket?vsn=2.0.0</c>, the address that Phoenix clients connect to.</summary>
public sealed class PhoenixRoute : IClientRoute
{
    private static readonly HandshakeRefusal UnknownVersion = new(
        403, "unknown_version", "only version 2 of Phoenix Channels is spoken here: connect with vsn=2.0.0");

    public string Address => "/socket/websocket";

    public IClientProtocol Protocol => PhoenixProtocol.Instance;

    public bool Serves(string path) => path == Address;

    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var isVersion2 = request.QueryParameter("vsn")?.StartsWith("2.", StringComparison.Ordinal) is true;
        refusal = isVersion2 ? null : UnknownVersion;
        return isVersion2 ? new ConnectionRoute(Protocol) : null;
    }
}
