using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WsActors.Benchmarks.Codec;

/// <summary>Frames as clients send them: masked, each with a key of its own.</summary>
internal static class MaskedFrames
{
    /// <summary>As many binary frames of that payload as fit into about <paramref name="totalBytes"/>, at least one.</summary>
    public static byte[] Fill(int payloadBytes, int totalBytes, out int frames)
    {
        var frame = One(payloadBytes);
        frames = Math.Max(1, totalBytes / frame.Length);
        var all = new byte[frames * frame.Length];
        for (var i = 0; i < frames; i++)
            One(payloadBytes).CopyTo(all, i * frame.Length);
        return all;
    }

    private static byte[] One(int payloadBytes)
    {
        var header = Header(payloadBytes);
        var key = RandomNumberGenerator.GetBytes(4);
        var payload = new byte[payloadBytes];
        for (var i = 0; i < payload.Length; i++)
            payload[i] = (byte)('a' ^ key[i % 4]);
        return [.. header, .. key, .. payload];
    }

    private static byte[] Header(int payloadBytes)
    {
        if (payloadBytes <= 125)
            return [0x82, (byte)(0x80 | payloadBytes)];
        if (payloadBytes <= ushort.MaxValue)
            return [0x82, 0x80 | 126, (byte)(payloadBytes >> 8), (byte)payloadBytes];

        byte[] header = [0x82, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), (ulong)payloadBytes);
        return header;
    }
}
