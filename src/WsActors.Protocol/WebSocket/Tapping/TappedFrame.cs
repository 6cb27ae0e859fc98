using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Tapping;

/// <summary>A frame that has passed (RFC 6455 §5.2), legal or not.</summary>
public sealed record TappedFrame
{
    public required Opcode Opcode { get; init; }

    /// <summary>True if it is the last frame of its message (FIN).</summary>
    public required bool IsFinal { get; init; }

    /// <summary>The bits RSV1, RSV2 and RSV3, as the number 0 to 7 with RSV1 as its highest bit.</summary>
    public required int ReservedBits { get; init; }

    public required bool IsMasked { get; init; }

    /// <summary>True if its message is compressed; of the message's frames, only the first has RSV1 (RFC 7692 §6).</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>Bytes of the payload on the wire.</summary>
    public required ulong Size { get; init; }

    /// <summary>The first bytes of the payload, unmasked; as many as were to be kept.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>True if the whole payload was kept.</summary>
    public bool IsWhole => (ulong)Payload.Length == Size;

    /// <summary>RFC 6455 §5.5: opcodes from 8 on are those of control frames.</summary>
    public bool IsControl => Opcode >= Opcode.Close;
}
