using System.Buffers.Binary;
using System.Numerics;

namespace WsActors.Protocol.Topics;

/// <summary>CRC-32C (Castagnoli, RFC 3720 §12.1), which processors have an instruction for.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>The checksum of bytes that follow those of which <paramref name="before"/> is the checksum.</summary>
    public static uint Continue(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var single in bytes)
            crc = BitOperations.Crc32C(crc, single);
        return ~crc;
    }
}
