namespace WsActors.Protocol.WebSocket.Frames;

/// <summary>The header of one frame as it stood on the wire, not yet judged (RFC 6455 §5.2).</summary>
/// <param name="First">The first byte: FIN, RSV1-3 and the opcode.</param>
/// <param name="IsMasked">The MASK bit.</param>
/// <param name="ShortLength">The 7-bit length: below 126 the length itself, else which longer form follows.</param>
/// <param name="PayloadLength">Bytes of the payload, as announced.</param>
/// <param name="MaskKey">The masking key as it lies in memory; 0 where there is none.</param>
internal readonly record struct FrameHeader(byte First, bool IsMasked, byte ShortLength, ulong PayloadLength, uint MaskKey)
{
    private const byte FinalBit = 0x80;
    private const byte CompressedBit = 0x40;
    private const byte ReservedBits = 0x70;
    private const byte OpcodeBits = 0x0F;
    private const byte ControlBit = 0x08;

    public bool IsFinal => (First & FinalBit) != 0;

    /// <summary>RSV1 alone, which permessage-deflate gives a meaning: "Per-Message Compressed" (RFC 7692 §6).</summary>
    public bool IsCompressed => (First & ReservedBits) == CompressedBit;

    public bool HasReservedBits => (First & ReservedBits) != 0;

    public Opcode Opcode => (Opcode)(First & OpcodeBits);

    /// <summary>True if a message begins with this frame (RFC 6455 §5.4).</summary>
    public bool StartsMessage => Opcode is Opcode.Text or Opcode.Binary;

    /// <summary>RFC 6455 §5.5: "Control frames are identified by opcodes where the most significant bit of the opcode is 1".</summary>
    public bool IsControl => (First & ControlBit) != 0;
}
