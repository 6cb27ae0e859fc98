using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Turns;

/// <summary>A request whose client comes in.</summary>
/// <param name="Route">The route that its path selects.</param>
/// <param name="Request">The request; its path is without the path base.</param>
internal sealed record AcceptedRequest(ConnectionRoute Route, HandshakeRequest Request);
