using System.Buffers.Binary;
using System.Text;

namespace WsActors.Testing;

/// <summary>Masked frames, as a client sends them (RFC 6455 §5.1).</summary>
public static class ClientFrame
{
    private static readonly byte[] MaskKey = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Text(string text) => Frame(0x81, Encoding.UTF8.GetBytes(text));

    public static byte[] Binary(ReadOnlySpan<byte> payload) => Frame(0x82, payload);

    public static byte[] Ping(ReadOnlySpan<byte> payload) => Frame(0x89, payload);

    public static byte[] Pong(ReadOnlySpan<byte> payload) => Frame(0x8A, payload);

    /// <summary>A close frame with a code and a reason, or with nothing.</summary>
    public static byte[] Close(ushort? code = null, string reason = "")
    {
        if (code is null)
            return Frame(0x88, []);

        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code.Value);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Frame(0x88, payload);
    }

    /// <summary>A frame with any first byte: FIN, reserved bits and opcode.</summary>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => [.. Header(first, (ulong)payload.Length), .. Masked(payload)];

    /// <summary>The header alone, announcing <paramref name="length"/> bytes in the shortest form.</summary>
    public static byte[] Header(byte first, ulong length)
    {
        if (length <= 125)
            return [first, (byte)(0x80 | length), .. MaskKey];

        if (length <= ushort.MaxValue)
            return [first, 0x80 | 126, (byte)(length >> 8), (byte)length, .. MaskKey];

        var eight = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(eight, length);
        return [first, 0x80 | 127, .. eight, .. MaskKey];
    }

    private static byte[] Masked(ReadOnlySpan<byte> payload)
    {
        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++)
            masked[i] ^= MaskKey[i % MaskKey.Length];
        return masked;
    }
}
