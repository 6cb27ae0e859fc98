using System.Buffers.Binary;

namespace WsActors.LoadTest.Wire;

/// <summary>Takes frames off what has been read from a server, and judges them by the rules for a server.</summary>
internal static class ServerFrames
{
    /// <summary>More than any scenario sends: a longer frame is a misread header.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    private const int Compressed = 0x40;

    /// <param name="bytes">What has been read.</param>
    /// <param name="mayBeCompressed">Whether permessage-deflate was agreed.</param>
    /// <param name="frame">The frame if it has come whole.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>
    /// How many bytes the frame takes; 0: it has not come whole; less than 0: it is against RFC 6455, and
    /// <paramref name="fault"/> says how.
    /// </returns>
    public static int Read(ReadOnlySpan<byte> bytes, bool mayBeCompressed, out ServerFrame frame, out string? fault)
    {
        frame = default;
        fault = null;
        if (bytes.Length < 2)
            return 0;

        if ((fault = FaultOf(bytes[0], bytes[1], mayBeCompressed)) is not null)
            return -1;

        if (!TryReadLength(bytes, out var header, out var length))
            return 0;
        if (length > MaxPayload)
        {
            fault = $"a frame of {length} bytes";
            return -1;
        }

        var total = header + (int)length;
        if (bytes.Length < total)
            return 0;

        frame = new ServerFrame((FrameKind)(bytes[0] & 0x0F), (bytes[0] & 0x80) != 0, (bytes[0] & Compressed) != 0, bytes[header..total]);
        return total;
    }

    /// <returns>What a frame takes once it has come whole, if its header has; else 0. Grows the buffer once, not often.</returns>
    public static int SizeOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && TryReadLength(bytes, out var header, out var length) ? (int)Math.Min(header + (long)length, MaxPayload) : 0;

    private static string? FaultOf(byte first, byte second, bool mayBeCompressed)
    {
        var kind = first & 0x0F;
        var isAgreed = mayBeCompressed && (kind is (int)FrameKind.Text or (int)FrameKind.Binary);
        if ((first & (isAgreed ? 0x70 & ~Compressed : 0x70)) != 0)
            return "a reserved bit is set, and no extension was agreed that sets it here";
        if (kind is > 2 and < 8 or > 10)
            return $"the opcode {kind} is reserved";
        if ((second & 0x80) != 0)
            return "a server's frame is masked";
        if (kind >= 8 && (first & 0x80) == 0)
            return "a control frame is fragmented";
        return kind >= 8 && (second & 0x7F) > 125 ? "a control frame is longer than 125 bytes" : null;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int header, out ulong length)
    {
        var code = bytes[1] & 0x7F;
        header = code switch { 126 => 4, 127 => 10, _ => 2 };
        length = 0;
        if (bytes.Length < header)
            return false;

        length = code switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)code,
        };
        return true;
    }
}
