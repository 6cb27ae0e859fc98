using System.Buffers.Binary;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// Bits of a DEFLATE stream, the lowest bit of each byte first (RFC 1951 §3.1.1). What has been read ahead stays here
/// between two calls, so that the stream may be cut anywhere.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its <see cref="Inflater"/>.</remarks>
internal struct BitReader
{
    /// <summary>A length with its distance takes 48 bits at most; after <see cref="Fill"/> 56 are here if the input has them.</summary>
    private const int Enough = 56;

    /// <summary>The buffered bits, the next one lowest; zeros above.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The number of buffered bits.</summary>
    public int Count { get; private set; }

    /// <summary>Takes bytes from the front of <paramref name="input"/>.</summary>
    public void Fill(ref ReadOnlySpan<byte> input)
    {
        if (input.Length >= sizeof(ulong) && Count < Enough)
        {
            // Eight bytes in one step, of which those that fit whole are taken.
            var taken = (63 - Count) / 8;
            var next = BinaryPrimitives.ReadUInt64LittleEndian(input) & ((1UL << (taken * 8)) - 1);
            Bits |= next << Count;
            Count += taken * 8;
            input = input[taken..];
        }

        while (Count < Enough && !input.IsEmpty)
        {
            Bits |= (ulong)input[0] << Count;
            Count += 8;
            input = input[1..];
        }
    }

    /// <summary>The next bits as a number, the first one lowest.</summary>
    public readonly int Peek(int count) => (int)(Bits & ((1UL << count) - 1));

    public void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    public int Take(int count)
    {
        var value = Peek(count);
        Drop(count);
        return value;
    }

    /// <summary>Drops the rest of a partly read byte: only whole bytes are read ahead.</summary>
    public void AlignToByte() => Drop(Count % 8);
}
