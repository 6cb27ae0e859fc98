using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WsActors.Protocol.WebSocket.Frames;

/// <summary>
/// Cuts a byte stream into headers and pieces of payload. It keeps no payload, and of a header that has come in part at
/// most 14 bytes: whatever the split of the stream, the caller's buffer is free after every call.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its session.</remarks>
internal struct FrameReader
{
    private Partial _partial;
    private byte _partialLength;
    private FrameHeader _header;
    private ulong _read;

    /// <summary>True if a header was read and its payload is not complete.</summary>
    public bool IsInPayload { get; private set; }

    /// <summary>True between two frames, with nothing of the next one.</summary>
    public readonly bool IsIdle => !IsInPayload && _partialLength == 0;

    /// <summary>True if the header has just been read and none of its payload.</summary>
    public bool IsAtPayloadStart { get; private set; }

    /// <summary>Bytes of the frame's payload that have not come yet.</summary>
    public readonly ulong Missing => IsInPayload ? _header.PayloadLength - _read : 0;

    /// <summary>The bytes of a header that has come in part; empty if none has.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> PartialHeader => ((ReadOnlySpan<byte>)_partial)[.._partialLength];

    /// <summary>The frame at hand, from <see cref="TryReadHeader"/> to the end of its payload.</summary>
    public readonly FrameHeader Header => _header;

    /// <summary>Reads the next header from the front of <paramref name="input"/>; false when it needs more and all is consumed.</summary>
    public bool TryReadHeader(ref Span<byte> input)
    {
        if (_partialLength == 0 && FrameHeaderReader.TryRead(input, out _header, out var consumed))
            input = input[consumed..];
        else if (!TryCompletePartial(ref input))
            return false;

        _read = 0;
        IsInPayload = true;
        IsAtPayloadStart = true;
        return true;
    }

    /// <summary>Takes what has come of the payload from the front of <paramref name="input"/>, unmasked in place.</summary>
    /// <param name="input">The received bytes; those behind this frame are left.</param>
    /// <param name="isWhole">True if this piece is the whole payload.</param>
    /// <param name="isLast">True if the payload ends with this piece.</param>
    public Span<byte> TakePayload(ref Span<byte> input, out bool isWhole, out bool isLast)
    {
        var missing = _header.PayloadLength - _read;
        var length = missing < (ulong)input.Length ? (int)missing : input.Length;
        var piece = input[..length];
        input = input[length..];
        FrameMask.Apply(piece, _header.MaskKey, _read);

        isWhole = (ulong)length == _header.PayloadLength;
        _read += (ulong)length;
        isLast = _read == _header.PayloadLength;
        IsInPayload = !isLast;
        IsAtPayloadStart = false;
        return piece;
    }

    private bool TryCompletePartial(ref Span<byte> input)
    {
        Span<byte> partial = _partial;

        // Twice at most: the second byte determines the length of the header.
        while (_partialLength < FrameHeaderReader.LengthOf(partial[.._partialLength]) && input.Length > 0)
        {
            var missing = FrameHeaderReader.LengthOf(partial[.._partialLength]) - _partialLength;
            var taken = Math.Min(missing, input.Length);
            input[..taken].CopyTo(partial[_partialLength..]);
            input = input[taken..];
            _partialLength += (byte)taken;
        }

        if (!FrameHeaderReader.TryRead(partial[.._partialLength], out _header, out _))
            return false;

        _partialLength = 0;
        return true;
    }

    [InlineArray(FrameHeaderReader.MaxLength)]
    private struct Partial
    {
        private byte _first;
    }
}
