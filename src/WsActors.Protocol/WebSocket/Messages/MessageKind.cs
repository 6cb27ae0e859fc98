namespace WsActors.Protocol.WebSocket.Messages;

/// <summary>The two kinds of data message (RFC 6455 §5.6).</summary>
public enum MessageKind : byte
{
    Text,
    Binary,
}
