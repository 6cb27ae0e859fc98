using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Routing;

/// <summary>Tells what a connection is to be, as read from its handshake.</summary>
/// <param name="Protocol">The protocol that is spoken on it.</param>
/// <param name="Subprotocol">The selected one of the offered subprotocols; null for none.</param>
/// <param name="Topic">The topic that it is subscribed to from the start; null for none.</param>
/// <param name="Since">The position in that topic that the client has seen; null where it named none.</param>
/// <param name="KeepAliveMessages">True if the client asked for keep-alives that it can see: a browser's script sees no pings.</param>
/// <param name="IsResuming">True if the client says that it was connected a moment ago.</param>
public sealed record ConnectionRoute(
    IClientProtocol Protocol,
    string? Subprotocol = null,
    TopicName? Topic = null,
    SinceRequest? Since = null,
    bool KeepAliveMessages = false,
    bool IsResuming = false)
{
    /// <summary>Frames what the protocol encodes.</summary>
    public ICarrier Carrier { get; init; } = WebSocketCarrier.Instance;

    /// <summary>Payload bytes of one message of the client; null: as many as the node allows.</summary>
    public int? MaxMessageBytes { get; init; }
}
