namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The inside of a compressed block: literals, and repetitions of what came before (RFC 1951 §3.2.3).</summary>
internal sealed partial class Inflater
{
    private const int EndOfBlock = 256;

    private bool TryReadSymbols(ref ReadOnlySpan<byte> input)
    {
        while (_window.Room > 0)
        {
            _input.Fill(ref input);
            var bits = _codes.Literals.Decode(_input.Bits, _input.Count, out var symbol);
            if (bits == HuffmanCode.Invalid)
                return Become(State.Corrupt);
            if (bits > _input.Count)
                return false;

            if (symbol < EndOfBlock)
            {
                _input.Drop(bits);
                _window.Write((byte)symbol);
                continue;
            }

            if (symbol == EndOfBlock)
            {
                _input.Drop(bits);
                return Become(State.BlockHeader);
            }

            switch (TryReadBackReference(symbol, bits))
            {
                case InflateStatus.NeedsInput: return false;
                case InflateStatus.Corrupt: return Become(State.Corrupt);
                default: Repeat(); break;
            }
        }

        return true;
    }

    // A length and its distance are taken together or not at all, so that a stream may be cut between any two bits.
    private InflateStatus TryReadBackReference(int symbol, int symbolBits)
    {
        if (!BackReference.TryLength(symbol, out var length, out var lengthExtra))
            return InflateStatus.Corrupt;

        var used = symbolBits + lengthExtra;
        if (used > _input.Count)
            return InflateStatus.NeedsInput;

        var bits = _codes.Distances.Decode(_input.Bits >> used, _input.Count - used, out var distanceSymbol);
        if (bits == HuffmanCode.Invalid)
            return InflateStatus.Corrupt;
        if (bits > _input.Count - used)
            return InflateStatus.NeedsInput;
        if (!BackReference.TryDistance(distanceSymbol, out var distance, out var distanceExtra))
            return InflateStatus.Corrupt;
        if (used + bits + distanceExtra > _input.Count)
            return InflateStatus.NeedsInput;

        _input.Drop(symbolBits);
        _length = length + _input.Take(lengthExtra);
        _input.Drop(bits);
        _distance = distance + _input.Take(distanceExtra);
        return _window.Reaches(_distance) ? InflateStatus.Inflated : InflateStatus.Corrupt;
    }

    private bool Repeat()
    {
        var length = Math.Min(_length, _window.Room);
        _window.Repeat(_distance, length);
        _length -= length;
        return Become(_length == 0 ? State.Symbols : State.Repeat);
    }
}
