using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WsActors.Protocol.WebSocket.Frames;

/// <summary>Reads the header of a frame (RFC 6455 §5.2) and judges nothing.</summary>
internal static class FrameHeaderReader
{
    /// <summary>Bytes of the longest header: 2, a length of 8, a masking key of 4.</summary>
    public const int MaxLength = 14;

    private const byte MaskBit = 0x80;
    private const byte LengthBits = 0x7F;
    private const int MaskKeyLength = 4;

    /// <summary>Bytes that the header takes, as far as <paramref name="bytes"/> tell; more may be asked for once the second byte is here.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return 2;

        var maskKey = (bytes[1] & MaskBit) == 0 ? 0 : MaskKeyLength;
        return (bytes[1] & LengthBits) switch
        {
            126 => 4 + maskKey,
            127 => 10 + maskKey,
            _ => 2 + maskKey,
        };
    }

    /// <summary>Reads a header; false as long as more bytes are needed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header, out int consumed)
    {
        header = default;
        consumed = LengthOf(bytes);
        if (bytes.Length < consumed)
            return false;

        var shortLength = (byte)(bytes[1] & LengthBits);
        var isMasked = (bytes[1] & MaskBit) != 0;
        var length = shortLength switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => shortLength,
        };
        var maskKey = isMasked ? MemoryMarshal.Read<uint>(bytes[(consumed - MaskKeyLength)..]) : 0;
        header = new FrameHeader(bytes[0], isMasked, shortLength, length, maskKey);
        return true;
    }
}
