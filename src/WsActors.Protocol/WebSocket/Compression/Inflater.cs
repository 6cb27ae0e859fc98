namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// Inflates a DEFLATE stream (RFC 1951) that comes in pieces, and stops whenever it has output: the size of a message is bounded while it
/// inflates. The framework's DeflateStream cannot serve: it goes deaf behind a block with BFINAL, which RFC 7692 §7.2.3.4 allows within a
/// message, keeps 40 KB of native memory, and pulls from a stream.
/// </summary>
internal sealed partial class Inflater(int windowBits)
{
    /// <summary>The memory of one with the largest window: the window, and three tables of codes.</summary>
    public const int LargestBytes = 38 * 1024;

    private readonly InflateWindow _window = new(windowBits);
    private readonly DynamicHuffmanTables _codes = new();
    private BitReader _input;
    private State _state;
    private bool _isFinalBlock;
    private int _length;
    private int _distance;

    private enum State : byte
    {
        BlockHeader,
        StoredLength,
        Stored,
        CodeDescription,
        Symbols,
        Repeat,
        Corrupt,
    }

    /// <summary>Forgets everything: the next byte begins a new stream.</summary>
    public void Reset()
    {
        _window.Clear();
        _input = default;
        _state = State.BlockHeader;
        _isFinalBlock = false;
    }

    /// <summary>
    /// Takes bytes from the front of <paramref name="input"/> until it has a window full of output or has used them up.
    /// Called in a loop while it answers <see cref="InflateStatus.Inflated"/>.
    /// </summary>
    /// <param name="input">The received bytes.</param>
    /// <param name="output">The inflated bytes; valid until the next call, and not empty if there are any.</param>
    public InflateStatus Advance(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> output)
    {
        while (_window.Room > 0 && TryStep(ref input))
        {
        }

        // What came before a fault is shown before it, so that the caller judges the bytes in their order.
        output = _window.TakeWritten();
        if (!output.IsEmpty)
            return InflateStatus.Inflated;

        return _state == State.Corrupt ? InflateStatus.Corrupt : InflateStatus.NeedsInput;
    }

    /// <summary>
    /// Ends a message; false if it ends within a block. RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the
    /// tail end of the payload of the message." They are the rest of an empty block, and nothing comes of them.
    /// </summary>
    public bool TryEndMessage()
    {
        // A peer that ended with a final block, or left the tail in place, is understood as well.
        if (IsBetweenBlocks)
            return true;

        var tail = DeflateOutput.Tail;
        return Advance(ref tail, out _) == InflateStatus.NeedsInput && IsBetweenBlocks;
    }

    // Whether all that has come was whole blocks. Behind the last bit of a final block its byte is padded.
    private bool IsBetweenBlocks => _state == State.BlockHeader && _input.Count < (_isFinalBlock ? 8 : 1);

    // One step; false when it needs more input or cannot go on.
    private bool TryStep(ref ReadOnlySpan<byte> input) => _state switch
    {
        State.BlockHeader => TryReadBlockHeader(ref input),
        State.StoredLength => TryReadStoredLength(ref input),
        State.Stored => TryCopyStored(ref input),
        State.CodeDescription => TryReadCodes(ref input),
        State.Symbols => TryReadSymbols(ref input),
        State.Repeat => Repeat(),
        _ => false,
    };

    private bool TryReadBlockHeader(ref ReadOnlySpan<byte> input)
    {
        // RFC 7692 §7.2.3.4: behind a block with BFINAL the message goes on with a new block, at the next byte; the
        // window stays.
        if (_isFinalBlock)
        {
            _input.AlignToByte();
            _isFinalBlock = false;
        }

        _input.Fill(ref input);
        if (_input.Count < 3)
            return false;

        _isFinalBlock = _input.Take(1) == 1;
        switch (_input.Take(2))
        {
            case 0:
                _input.AlignToByte();
                return Become(State.StoredLength);
            case 1:
                _codes.UseFixed();
                return Become(State.Symbols);
            case 2:
                _codes.BeginDescription();
                return Become(State.CodeDescription);
            default:
                return Become(State.Corrupt);
        }
    }

    // RFC 1951 §3.2.4: LEN and "NLEN … the one's complement of LEN".
    private bool TryReadStoredLength(ref ReadOnlySpan<byte> input)
    {
        _input.Fill(ref input);
        if (_input.Count < 32)
            return false;

        _length = _input.Take(16);
        return Become(_length == (_input.Take(16) ^ 0xFFFF) ? State.Stored : State.Corrupt);
    }

    private bool TryCopyStored(ref ReadOnlySpan<byte> input)
    {
        // First what was read ahead, which is whole bytes here.
        while (_length > 0 && _input.Count > 0 && _window.Room > 0)
        {
            _window.Write((byte)_input.Take(8));
            _length--;
        }

        var direct = Math.Min(Math.Min(_length, _window.Room), input.Length);
        if (_input.Count == 0 && direct > 0)
        {
            _window.Write(input[..direct]);
            input = input[direct..];
            _length -= direct;
        }

        return _length == 0 && Become(State.BlockHeader);
    }

    private bool TryReadCodes(ref ReadOnlySpan<byte> input) => _codes.TryRead(ref _input, ref input) switch
    {
        InflateStatus.NeedsInput => false,
        InflateStatus.Corrupt => Become(State.Corrupt),
        _ => Become(State.Symbols),
    };

    private bool Become(State state)
    {
        _state = state;
        return state != State.Corrupt;
    }
}
