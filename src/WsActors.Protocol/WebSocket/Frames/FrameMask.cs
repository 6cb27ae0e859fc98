using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WsActors.Protocol.WebSocket.Frames;

/// <summary>Masks and unmasks a payload in place (RFC 6455 §5.3): the same operation twice is none.</summary>
internal static class FrameMask
{
    private const int CacheLineBytes = 64;

    // Behind a header of 14 bytes every vector would lie across two cache lines. Below a page the byte-wise beginning
    // costs more than that.
    private const int ShortestAligned = 4096;

    /// <summary>XORs the payload with the key, four bytes repeating.</summary>
    /// <param name="payload">A piece of a frame's payload.</param>
    /// <param name="key">The masking key as it lies in memory.</param>
    /// <param name="offset">The offset of this piece in the frame's payload.</param>
    public static void Apply(Span<byte> payload, uint key, ulong offset)
    {
        if (payload.Length >= ShortestAligned)
        {
            var head = BytesToCacheLine(payload);
            ApplyAnywhere(payload[..head], key, offset);
            payload = payload[head..];
            offset += (ulong)head;
        }

        ApplyAnywhere(payload, key, offset);
    }

    // An array that the collector moves in between is only slower: nothing is read by this address.
    private static int BytesToCacheLine(Span<byte> payload)
    {
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(payload));
        return (int)(-address & (CacheLineBytes - 1));
    }

    private static void ApplyAnywhere(Span<byte> payload, uint key, ulong offset)
    {
        // Turned, so that the key's first byte in memory is the one for this piece's first byte.
        var turn = (int)(offset % 4) * 8;
        var turned = BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, turn) : BitOperations.RotateLeft(key, turn);

        // Vectors, then words, then bytes. All but the last are multiples of four bytes, so the key always stands at its
        // first byte again. The words matter: most messages are shorter than a vector or two.
        var rest = ApplyVectors(payload, turned);
        rest = ApplyWords(rest, turned);
        var keyBytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in turned));
        for (var i = 0; i < rest.Length; i++)
            rest[i] ^= keyBytes[i];
    }

    private static Span<byte> ApplyVectors(Span<byte> payload, uint key)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
        var vectorKey = Vector.AsVectorByte(new Vector<uint>(key));
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] ^= vectorKey;

        return payload[(vectors.Length * Vector<byte>.Count)..];
    }

    private static Span<byte> ApplyWords(Span<byte> payload, uint key)
    {
        var words = MemoryMarshal.Cast<byte, uint>(payload);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= key;

        return payload[(words.Length * sizeof(uint))..];
    }
}
