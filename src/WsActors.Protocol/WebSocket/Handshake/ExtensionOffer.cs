namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>One extension that a client offers in Sec-WebSocket-Extensions (RFC 6455 §9.1).</summary>
/// <param name="Name">The extension's registered name.</param>
/// <param name="Parameters">Its parameters in their order, repeated ones included.</param>
public sealed record ExtensionOffer(string Name, IReadOnlyList<ExtensionParameter> Parameters);
