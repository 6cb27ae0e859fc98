using System.Numerics;
using System.Runtime.InteropServices;

namespace WsActors.Protocol.Frames;

/// <summary>Masks and unmasks a payload in place (RFC 6455 §5.3): the same operation twice is none.</summary>
internal static class FrameMask
{
    /// <summary>XORs the payload with the key, four bytes repeating.</summary>
    /// <param name="payload">A piece of a frame's payload.</param>
    /// <param name="key">The masking key as it lies in memory.</param>
    /// <param name="offset">Where in the frame's payload this piece begins.</param>
    public static void Apply(Span<byte> payload, uint key, ulong offset)
    {
        // Turned, so that the key's first byte in memory is the one for this piece's first byte.
        var turn = (int)(offset % 4) * 8;
        var turned = BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, turn) : BitOperations.RotateLeft(key, turn);

        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
        var vectorKey = Vector.AsVectorByte(new Vector<uint>(turned));
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] ^= vectorKey;

        // A vector is a multiple of four bytes, so the key stands at its first byte again.
        var rest = payload[(vectors.Length * Vector<byte>.Count)..];
        var keyBytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in turned));
        for (var i = 0; i < rest.Length; i++)
            rest[i] ^= keyBytes[i & 3];
    }
}
