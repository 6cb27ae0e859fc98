using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Routing;

/// <summary>What a connection is to be, read from its handshake.</summary>
/// <param name="Protocol">What is spoken on it.</param>
/// <param name="Subprotocol">What the answer selects of the offered subprotocols; null for none.</param>
/// <param name="Topic">The topic that it is subscribed to from the start; null for none.</param>
/// <param name="Since">What it has seen of that topic; null where it did not say.</param>
/// <param name="IsResuming">Whether the client says that it was connected a moment ago.</param>
/// <param name="KeepAliveMessages">Whether the client asked for keep-alives that it can see: a browser's script sees no pings.</param>
public sealed record ConnectionRoute(
    IClientProtocol Protocol,
    string? Subprotocol = null,
    TopicName? Topic = null,
    SinceRequest? Since = null,
    bool KeepAliveMessages = false,
    bool IsResuming = false);
