namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>One parameter of an <see cref="ExtensionOffer"/>.</summary>
/// <param name="Name">A token.</param>
/// <param name="Value">A token, without the quotes that it may have come in; null where the parameter has no value.</param>
public readonly record struct ExtensionParameter(string Name, string? Value);
