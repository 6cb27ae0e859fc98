using System.Buffers.Binary;
using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Faults;

/// <summary>Hashes numbers to fractions from 0 to below 1: always the same one for the same numbers, and evenly spread over many, whatever these have in common.</summary>
internal static class HashedFraction
{
    private const double OfAll = 1.0 / (1UL << 53);

    /// <summary>A fraction that depends on one number.</summary>
    public static double Of(ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return Of(bytes);
    }

    /// <summary>A fraction that depends on all of three numbers.</summary>
    public static double Of(ulong first, ulong second, ulong third)
    {
        Span<byte> bytes = stackalloc byte[3 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(2 * sizeof(ulong))..], third);
        return Of(bytes);
    }

    // A double has 53 significant bits.
    private static double Of(ReadOnlySpan<byte> bytes) => (StableHash.Of(bytes) >> 11) * OfAll;
}
