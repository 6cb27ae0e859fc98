using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>
/// Compressed messages (RFC 7692 §7.2.2): inflated piece by piece as they come, each piece judged before the next. An
/// inflater is here from a message's first byte to its last; only where the client keeps its context does it stay.
/// </summary>
internal sealed partial class MessageReader
{
    // What is inflated is bounded as it comes. This bounds the rest: a message may come in many small blocks, which makes
    // it longer than it is, but not in empty ones without an end.
    private uint MaxCompressedBytes => (2 * (uint)_rules.MaxMessageBytes) + 1024;

    private Violation? TakeCompressed(ReadOnlySpan<byte> piece, bool isEnd)
    {
        // What is thrown away need not be inflated.
        if (_rules.Discards)
            return null;

        _message ??= new MessageAssembler();
        _inflater ??= KeepsContext ? new Inflater(_rules.KeptWindowBits) : InflaterPool.Rent();
        while (_inflater.Advance(ref piece, out var inflated) is var status and not InflateStatus.NeedsInput)
        {
            if (status == InflateStatus.Corrupt)
                return Violations.CorruptCompression;

            // What is within the limit is judged first: how much more comes at once depends on how the bytes were cut.
            var room = _rules.MaxMessageBytes - _message.Length;
            if (Take(inflated[..Math.Min(inflated.Length, room)], isKept: true) is { } violation)
                return violation;
            if (inflated.Length > room)
                return Violations.MessageTooBig((ulong)_rules.MaxMessageBytes + 1, _rules.MaxMessageBytes);
        }

        if (!isEnd)
            return null;
        if (!_inflater.TryEndMessage())
            return Violations.UnfinishedCompression;

        if (!KeepsContext)
            ReleaseInflater();
        return null;
    }

    private bool KeepsContext => _rules.KeptWindowBits > 0;

    private void ReleaseInflater()
    {
        if (_inflater is not null && !KeepsContext)
            InflaterPool.Return(_inflater);
        _inflater = null;
    }
}
