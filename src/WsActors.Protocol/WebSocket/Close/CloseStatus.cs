namespace WsActors.Protocol.WebSocket.Close;

/// <summary>The content of a close frame (RFC 6455 §5.5.1): its code, or <see cref="CloseCode.NoStatus"/>, and its reason.</summary>
public sealed record CloseStatus(CloseCode Code, string Reason);
