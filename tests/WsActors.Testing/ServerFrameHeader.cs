using System.Buffers.Binary;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing;

/// <summary>
/// The header of a frame as this server sends it: final, unmasked and with the length in its shortest form (RFC 6455 §5.2). It is
/// read without allocating, because the benchmarks read millions of them.
/// </summary>
/// <param name="FirstByte">FIN, the reserved bits and the opcode.</param>
/// <param name="HeaderBytes">Bytes before the payload.</param>
/// <param name="PayloadBytes">Bytes of the payload.</param>
public readonly record struct ServerFrameHeader(byte FirstByte, int HeaderBytes, int PayloadBytes)
{
    private const byte FinalBit = 0x80;
    private const byte CompressedBit = 0x40;
    private const byte OpcodeBits = 0x0F;
    private const byte ControlBit = 0x08;
    private const byte MaskBit = 0x80;
    private const int MaxControlPayloadBytes = 125;

    public Opcode Opcode => (Opcode)(FirstByte & OpcodeBits);

    /// <summary>True if the payload is compressed (RSV1, RFC 7692 §6).</summary>
    public bool IsCompressed => (FirstByte & CompressedBit) != 0;

    public int FrameBytes => HeaderBytes + PayloadBytes;

    /// <summary>Counts the bytes of the header that begins here, as far as its first two bytes tell.</summary>
    public static int BytesOf(ReadOnlySpan<byte> stream) => stream.Length < 2 ? 2 : BytesOf(stream[1]);

    /// <summary>Reads a header; returns false if it has not arrived whole.</summary>
    /// <exception cref="FormatException">The server broke RFC 6455 §5.</exception>
    public static bool TryRead(ReadOnlySpan<byte> stream, out ServerFrameHeader header)
    {
        header = default;
        if (stream.Length < BytesOf(stream))
            return false;

        var length = PayloadLength(stream);
        Judge(stream[0], stream[1], length);
        header = new ServerFrameHeader(stream[0], BytesOf(stream[1]), (int)length);
        return true;
    }

    private static int BytesOf(byte second) => (second & ~MaskBit) switch
    {
        126 => 4,
        127 => 10,
        _ => 2,
    };

    private static ulong PayloadLength(ReadOnlySpan<byte> header) => (header[1] & ~MaskBit) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
        127 => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
        var length => (ulong)length,
    };

    private static void Judge(byte first, byte second, ulong payload)
    {
        if ((second & MaskBit) != 0)
            throw new FormatException("the server masked a frame (RFC 6455 §5.1)");
        if ((first & ~OpcodeBits & ~CompressedBit) != FinalBit)
            throw new FormatException($"this server sends whole messages without reserved bits, not {first:X2}");
        if (!Enum.IsDefined((Opcode)(first & OpcodeBits)))
            throw new FormatException($"the opcode of {first:X2} is reserved (RFC 6455 §5.2)");
        if (BytesOf(second) != (payload <= 125 ? 2 : payload <= ushort.MaxValue ? 4 : 10))
            throw new FormatException("the length is not in its shortest form (RFC 6455 §5.2)");
        if (payload > int.MaxValue)
            throw new FormatException($"a frame of {payload} bytes is more than any test asks for");
        if ((first & ControlBit) != 0 && ((first & CompressedBit) != 0 || payload > MaxControlPayloadBytes))
            throw new FormatException("a control frame is compressed or longer than 125 bytes (RFC 6455 §5.5)");
    }
}
