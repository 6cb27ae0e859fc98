using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Tapping;

/// <summary>
/// Reads the frames of one direction of a connection while they pass. It changes none of their bytes and checks none of the protocol's rules, so it
/// never throws, whatever the bytes are. It keeps one header and the first bytes of one payload. Not safe for several threads at once.
/// </summary>
/// <param name="payloadBytes">The first bytes of each payload that are kept; 0 or more.</param>
public sealed class FrameTap(int payloadBytes)
{
    private readonly byte[] _headerBytes = new byte[FrameHeaderReader.MaxLength];
    private int _headerLength;
    private FrameHeader _header;
    private byte[] _payload = [];
    private ulong _passed;
    private ulong _skipped;
    private bool _isInPayload;
    private bool _isCompressed;

    /// <summary>Begins in the middle of a stream instead of between two messages.</summary>
    /// <param name="missing">Bytes that a frame whose beginning has passed still lacks; they are passed over, and that frame is not reported.</param>
    /// <param name="partialHeader">The first bytes of a header that has come in part; empty if none has.</param>
    /// <param name="isCompressed">True if a compressed message has begun.</param>
    public void BeginWithin(ulong missing, ReadOnlySpan<byte> partialHeader, bool isCompressed)
    {
        _skipped = missing;
        partialHeader.CopyTo(_headerBytes);
        _headerLength = partialHeader.Length;
        _isCompressed = isCompressed;
    }

    /// <summary>Reads the next frame that has passed whole; false if all bytes are used up. Called in a loop.</summary>
    /// <param name="bytes">The bytes that have passed, consumed from the front.</param>
    /// <param name="frame">The frame.</param>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TappedFrame? frame)
    {
        frame = null;
        Skip(ref bytes);
        if (!_isInPayload && !TryReadHeader(ref bytes))
            return false;

        TakePayload(ref bytes);
        if (_passed < _header.PayloadLength)
            return false;

        frame = Finish();
        return true;
    }

    private void Skip(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)Math.Min(_skipped, (ulong)bytes.Length);
        _skipped -= (ulong)length;
        bytes = bytes[length..];
    }

    private bool TryReadHeader(ref ReadOnlySpan<byte> bytes)
    {
        int needed;
        while (!FrameHeaderReader.TryRead(_headerBytes.AsSpan(0, _headerLength), out _header, out needed))
        {
            if (bytes.IsEmpty)
                return false;

            var taken = Math.Min(needed - _headerLength, bytes.Length);
            bytes[..taken].CopyTo(_headerBytes.AsSpan(_headerLength));
            bytes = bytes[taken..];
            _headerLength += taken;
        }

        BeginPayload();
        return true;
    }

    private void BeginPayload()
    {
        _headerLength = 0;
        _isInPayload = true;
        _passed = 0;
        _payload = _header.PayloadLength == 0 || payloadBytes == 0 ? [] : new byte[(int)Math.Min((ulong)payloadBytes, _header.PayloadLength)];
        if (_header.StartsMessage)
            _isCompressed = _header.IsCompressed;
    }

    private void TakePayload(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)Math.Min(_header.PayloadLength - _passed, (ulong)bytes.Length);
        if (_passed < (ulong)_payload.Length)
        {
            var kept = _payload.AsSpan((int)_passed);
            kept = kept[..Math.Min(kept.Length, length)];
            bytes[..kept.Length].CopyTo(kept);
            FrameMask.Apply(kept, _header.MaskKey, _passed);
        }

        _passed += (ulong)length;
        bytes = bytes[length..];
    }

    private TappedFrame Finish()
    {
        _isInPayload = false;
        return new TappedFrame
        {
            Opcode = _header.Opcode,
            IsFinal = _header.IsFinal,
            ReservedBits = (_header.First >> 4) & 0x07,
            IsMasked = _header.IsMasked,
            IsCompressed = _isCompressed && !_header.IsControl,
            Size = _header.PayloadLength,
            Payload = _payload,
        };
    }
}
