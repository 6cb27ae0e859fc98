namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// A prefix code as DEFLATE has them: canonical, given by the code lengths alone (RFC 1951 §3.2.2). Codes of up to nine
/// bits, which are nearly all that occur, are found in one step; longer ones bit by bit.
/// </summary>
internal sealed class HuffmanCode(int maxSymbols)
{
    /// <summary>The result of <see cref="Decode"/> for bits that are the beginning of no code.</summary>
    public const int Invalid = -1;

    private const int MaxBits = 15;
    private const int DirectBits = 9;

    // Symbol and length in one number; 0 if the code is longer than DirectBits, or if there is none.
    private readonly ushort[] _direct = new ushort[1 << DirectBits];
    private readonly ushort[] _counts = new ushort[MaxBits + 1];
    private readonly ushort[] _symbols = new ushort[maxSymbols];

    /// <summary>RFC 1951 §3.2.6: the literals and lengths of a block with fixed codes.</summary>
    public static HuffmanCode FixedLiterals { get; } = Fixed(
        [.. Enumerable.Repeat((byte)8, 144), .. Enumerable.Repeat((byte)9, 112), .. Enumerable.Repeat((byte)7, 24), .. Enumerable.Repeat((byte)8, 8)]);

    /// <summary>RFC 1951 §3.2.6: distances are "fixed-length 5-bit codes".</summary>
    public static HuffmanCode FixedDistances { get; } = Fixed([.. Enumerable.Repeat((byte)5, 32)]);

    /// <summary>Builds the code with these lengths, one per symbol; false if they do not form one.</summary>
    /// <param name="lengths">Bits of each symbol's code; 0 where the symbol does not occur.</param>
    /// <param name="mayBeIncomplete">RFC 1951 §3.2.7: a single distance code uses one bit, and no distance code none at all.</param>
    public bool TryBuild(ReadOnlySpan<byte> lengths, bool mayBeIncomplete)
    {
        Array.Clear(_counts);
        foreach (var length in lengths)
            _counts[length]++;
        _counts[0] = 0;

        // How many codes of the next length are still free.
        var free = 1;
        var used = 0;
        for (var bits = 1; bits <= MaxBits; bits++)
        {
            free = (free << 1) - _counts[bits];
            used += _counts[bits];
            if (free < 0)
                return false;
        }

        if (free > 0 && !(mayBeIncomplete && used == _counts[1]))
            return false;

        Assign(lengths);
        return true;
    }

    /// <summary>Finds the code that the bits begin with.</summary>
    /// <param name="bits">The next bits, the first one lowest.</param>
    /// <param name="available">The number of valid bits.</param>
    /// <param name="symbol">The decoded symbol.</param>
    /// <returns>The code's length; more than are available, if more are needed; <see cref="Invalid"/>.</returns>
    public int Decode(ulong bits, int available, out int symbol)
    {
        var entry = _direct[bits & ((1 << DirectBits) - 1)];
        symbol = entry >> 4;
        return entry != 0 ? entry & 0xF : DecodeByBit(bits, available, out symbol);
    }

    private int DecodeByBit(ulong bits, int available, out int symbol)
    {
        // The codes of one length are consecutive numbers, and follow those of the length before (RFC 1951 §3.2.2).
        var code = 0;
        var first = 0;
        var index = 0;
        symbol = 0;
        for (var length = 1; length <= MaxBits; length++)
        {
            if (length > available)
                return length;

            code |= (int)(bits >> (length - 1)) & 1;
            var count = _counts[length];
            if (code - first < count)
            {
                symbol = _symbols[index + code - first];
                return length;
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return Invalid;
    }

    private void Assign(ReadOnlySpan<byte> lengths)
    {
        Span<int> nextCode = stackalloc int[MaxBits + 2];
        Span<int> nextIndex = stackalloc int[MaxBits + 2];
        nextCode.Clear();
        nextIndex.Clear();
        for (var bits = 1; bits <= MaxBits; bits++)
        {
            nextCode[bits + 1] = (nextCode[bits] + _counts[bits]) << 1;
            nextIndex[bits + 1] = nextIndex[bits] + _counts[bits];
        }

        Array.Clear(_direct);
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            if (length == 0)
                continue;

            _symbols[nextIndex[length]++] = (ushort)symbol;
            var code = nextCode[length]++;
            if (length <= DirectBits)
                AssignDirect(symbol, length, code);
        }
    }

    // RFC 1951 §3.1.1: codes are packed "starting with the most-significant bit of the code", so that they are turned here.
    private void AssignDirect(int symbol, int length, int code)
    {
        var turned = 0;
        for (var bit = 0; bit < length; bit++)
            turned |= ((code >> bit) & 1) << (length - 1 - bit);
        for (var index = turned; index < _direct.Length; index += 1 << length)
            _direct[index] = (ushort)((symbol << 4) | length);
    }

    private static HuffmanCode Fixed(byte[] lengths)
    {
        var code = new HuffmanCode(lengths.Length);
        return code.TryBuild(lengths, mayBeIncomplete: false) ? code : throw new InvalidOperationException("the fixed codes are complete");
    }
}
