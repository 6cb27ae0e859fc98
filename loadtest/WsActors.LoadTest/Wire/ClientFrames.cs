using System.Buffers.Binary;

namespace WsActors.LoadTest.Wire;

/// <summary>Writes a client's frames: final, masked.</summary>
internal static class ClientFrames
{
    public const int MaxHeader = 14;

    // A constant mask keeps the client cheap; a server cannot tell it from a random one, and no proxy is attacked here.
    private const uint Mask = 0x5A3C_96F1;

    public static byte[] Text(ReadOnlySpan<byte> payload) => Frame(FrameKind.Text, payload);

    public static byte[] Frame(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[payload.Length + MaxHeader];
        return frame[..Write(kind, payload, frame)];
    }

    /// <returns>How many bytes the frame takes.</returns>
    public static int Write(FrameKind kind, ReadOnlySpan<byte> payload, Span<byte> frame)
    {
        frame[0] = (byte)(0x80 | (byte)kind);
        var header = WriteLength(payload.Length, frame);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[header..], Mask);
        header += 4;

        var masked = frame.Slice(header, payload.Length);
        payload.CopyTo(masked);
        ApplyMask(masked);
        return header + payload.Length;
    }

    private static int WriteLength(int length, Span<byte> frame)
    {
        if (length <= 125)
        {
            frame[1] = (byte)(0x80 | length);
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)length);
            return 4;
        }

        frame[1] = 0x80 | 127;
        BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)length);
        return 10;
    }

    private static void ApplyMask(Span<byte> bytes)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bytes);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= Mask;
        for (var i = words.Length * 4; i < bytes.Length; i++)
            bytes[i] ^= (byte)(Mask >> (8 * (i & 3)));
    }
}
