using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Turns;

/// <summary>A request whose client comes in.</summary>
/// <param name="Route">The route that its path selects.</param>
/// <param name="Request">The request; its path is without the path base.</param>
internal sealed record AcceptedRequest(ConnectionRoute Route, HandshakeRequest Request)
{
    /// <summary>The id of the command that brought the client's credentials; null if it has none, or if the request brought them.</summary>
    public RequestId? Connect { get; init; }

    /// <summary>True if the client's first command brings its credentials.</summary>
    public bool HasCredentialsInBand =>
        Request.Form == RequestKind.WebSocket && Route.Protocol.Traits.HasFlag(ProtocolTraits.CredentialsInBand);
}
