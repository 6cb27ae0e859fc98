using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>Each payload is a WebSocket message in one frame (RFC 6455 §5.6).</summary>
public sealed class WebSocketCarrier : ICarrier
{
    public static readonly WebSocketCarrier Instance = new();

    private WebSocketCarrier()
    {
    }

    public byte[] Frame(MessageKind kind, ReadOnlySpan<byte> payload) =>
        FrameWriter.Frame(kind == MessageKind.Text ? Opcode.Text : Opcode.Binary, payload);
}
