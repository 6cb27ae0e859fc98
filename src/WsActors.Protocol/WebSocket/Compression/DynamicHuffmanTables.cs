namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The two codes of a block, and how a block describes them (RFC 1951 §3.2.7).</summary>
internal sealed class DynamicHuffmanTables
{
    private const int MaxLiterals = 286;
    private const int MaxDistances = 30;
    private const int EndOfBlock = 256;
    private const int LengthSymbols = 19;

    private readonly HuffmanCode _literals = new(MaxLiterals);
    private readonly HuffmanCode _distances = new(MaxDistances);
    private readonly HuffmanCode _lengthCode = new(LengthSymbols);
    private readonly byte[] _lengths = new byte[MaxLiterals + MaxDistances];
    private Part _part;
    private int _literalCount;
    private int _distanceCount;
    private int _lengthCodeCount;
    private int _read;

    private enum Part : byte
    {
        Counts,
        LengthCode,
        Lengths,
    }

    /// <summary>The order in which the lengths of the code for the code lengths come.</summary>
    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Literals, the block's end and lengths.</summary>
    public HuffmanCode Literals { get; private set; } = HuffmanCode.FixedLiterals;

    public HuffmanCode Distances { get; private set; } = HuffmanCode.FixedDistances;

    public void UseFixed()
    {
        Literals = HuffmanCode.FixedLiterals;
        Distances = HuffmanCode.FixedDistances;
    }

    public void BeginDescription() => _part = Part.Counts;

    /// <summary>Reads on in the description; <see cref="InflateStatus.Inflated"/> when the codes are ready for use.</summary>
    public InflateStatus TryRead(ref BitReader bits, ref ReadOnlySpan<byte> input)
    {
        if (_part == Part.Counts && !TryReadCounts(ref bits, ref input))
            return InflateStatus.NeedsInput;
        if (_literalCount > MaxLiterals || _distanceCount > MaxDistances)
            return InflateStatus.Corrupt;

        if (_part == Part.LengthCode)
        {
            if (!TryReadLengthCode(ref bits, ref input))
                return InflateStatus.NeedsInput;
            if (!BuildLengthCode())
                return InflateStatus.Corrupt;
        }

        var status = ReadLengths(ref bits, ref input);
        if (status == InflateStatus.Inflated && !BuildCodes())
            return InflateStatus.Corrupt;

        return status;
    }

    private bool TryReadCounts(ref BitReader bits, ref ReadOnlySpan<byte> input)
    {
        bits.Fill(ref input);
        if (bits.Count < 14)
            return false;

        _literalCount = 257 + bits.Take(5);
        _distanceCount = 1 + bits.Take(5);
        _lengthCodeCount = 4 + bits.Take(4);
        _read = 0;
        Array.Clear(_lengths);
        _part = Part.LengthCode;
        return true;
    }

    private bool TryReadLengthCode(ref BitReader bits, ref ReadOnlySpan<byte> input)
    {
        for (; _read < _lengthCodeCount; _read++)
        {
            bits.Fill(ref input);
            if (bits.Count < 3)
                return false;

            _lengths[LengthOrder[_read]] = (byte)bits.Take(3);
        }

        return true;
    }

    private bool BuildLengthCode()
    {
        var isCode = _lengthCode.TryBuild(_lengths.AsSpan(0, LengthSymbols), mayBeIncomplete: false);
        Array.Clear(_lengths);
        _read = 0;
        _part = Part.Lengths;
        return isCode;
    }

    // "The code lengths form a single sequence": a repetition may cross from the literals to the distances.
    private InflateStatus ReadLengths(ref BitReader bits, ref ReadOnlySpan<byte> input)
    {
        while (_read < _literalCount + _distanceCount)
        {
            bits.Fill(ref input);
            var used = _lengthCode.Decode(bits.Bits, bits.Count, out var symbol);
            if (used == HuffmanCode.Invalid)
                return InflateStatus.Corrupt;

            var (shortest, extraBits) = RepeatOf(symbol);
            if (used + extraBits > bits.Count)
                return InflateStatus.NeedsInput;

            bits.Drop(used);
            if (!TryRepeat(symbol, shortest + bits.Take(extraBits)))
                return InflateStatus.Corrupt;
        }

        return InflateStatus.Inflated;
    }

    private bool TryRepeat(int symbol, int times)
    {
        // 16 is "copy the previous code length", and there must be one.
        if (_read + times > _literalCount + _distanceCount || (symbol == 16 && _read == 0))
            return false;

        var length = symbol switch
        {
            < 16 => (byte)symbol,
            16 => _lengths[_read - 1],
            _ => (byte)0,
        };
        _lengths.AsSpan(_read, times).Fill(length);
        _read += times;
        return true;
    }

    private static (int Shortest, int ExtraBits) RepeatOf(int symbol) => symbol switch
    {
        16 => (3, 2),
        17 => (3, 3),
        18 => (11, 7),
        _ => (1, 0),
    };

    private bool BuildCodes()
    {
        Literals = _literals;
        Distances = _distances;

        // A block that cannot end is none.
        return _lengths[EndOfBlock] != 0
            && _literals.TryBuild(_lengths.AsSpan(0, _literalCount), mayBeIncomplete: true)
            && _distances.TryBuild(_lengths.AsSpan(_literalCount, _distanceCount), mayBeIncomplete: true);
    }
}
