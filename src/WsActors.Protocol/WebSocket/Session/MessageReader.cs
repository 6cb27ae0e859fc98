using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>
/// Frames to messages (RFC 6455 §5.4): judges each header before any of its payload is kept, hands a message that came
/// in one piece on as it lies in the caller's buffer, and puts the others together. Compressed ones (RFC 7692) are
/// inflated while they arrive.
/// </summary>
/// <remarks>
/// A session has one only from the first byte of a message to the last: most connections are between two messages, and a thread's spare
/// reader serves all of those that it reads.
/// </remarks>
internal sealed partial class MessageReader
{
    private MessageRules _rules;
    private int _maxFragments;
    private FrameReader _frames;
    private MessageAssembler? _message;
    private MessageAssembler? _control;
    private MessageAssembler? _told;
    private Utf8Validator _utf8;
    private uint _messageBytes;
    private int _fragments;
    private Opcode _kind;
    private bool _isInsideMessage;
    private bool _isCompressed;
    private Inflater? _inflater;

    /// <summary>True between two messages: nothing is kept, so that any other session may be read next.</summary>
    public bool IsIdle => !_isInsideMessage && _frames.IsIdle && _message is null && _control is null && _told is null && _inflater is null;

    /// <summary>Begins to read a session that is between two messages.</summary>
    /// <param name="rules">The session's rules.</param>
    /// <param name="maxFragments">Frames that one message may consist of.</param>
    public void Begin(MessageRules rules, int maxFragments) => (_rules, _maxFragments) = (rules, maxFragments);

    /// <summary>From now on data messages are checked and thrown away.</summary>
    public void DiscardMessages()
    {
        _rules = _rules with { Discards = true };
        _message?.Clear();
        ReleaseInflater();
    }

    /// <summary>The next event; false when the input is used up.</summary>
    public bool TryRead(ref Span<byte> input, out SessionEvent sessionEvent)
    {
        ForgetTold();
        while (_frames.IsInPayload ? !input.IsEmpty : _frames.TryReadHeader(ref input))
        {
            if (_frames.IsAtPayloadStart && JudgeHeader() is { } violation)
            {
                sessionEvent = SessionEvent.Violated(violation);
                return true;
            }

            var piece = _frames.TakePayload(ref input, out var isWhole, out var isLast);
            if (_frames.Header.IsControl
                ? TryFinishControl(piece, isWhole, isLast, out sessionEvent)
                : TryFinishMessage(piece, isWhole, isLast, out sessionEvent))
                return true;
        }

        sessionEvent = default;
        return false;
    }

    /// <summary>
    /// Returns the buffer to receive into: within a payload that is larger than the given buffer, the place where it will be kept.
    /// </summary>
    public Memory<byte> ReceiveBuffer(Memory<byte> buffer)
    {
        if (_message is null || _frames.Missing <= (ulong)buffer.Length || _frames.Header.IsControl || _isCompressed || _rules.Discards)
            return buffer;

        var room = _message.Room((int)_frames.Missing, _messageBytes);
        return room.Length > buffer.Length ? room : buffer;
    }

    /// <summary>Gives back what was rented.</summary>
    public void Release()
    {
        ForgetTold();
        _message?.Clear();
        _control?.Clear();
        ReleaseInflater();
        _message = null;
        _control = null;
    }

    private Violation? JudgeHeader()
    {
        var header = _frames.Header;
        if (FrameHeaderRules.Judge(header, _isInsideMessage, _rules.MayBeCompressed) is { } violation)
            return violation;

        return header.IsControl ? null : BeginDataFrame(header);
    }

    // Size and number are judged on the header: nothing is kept of a message that may not be.
    private Violation? BeginDataFrame(in FrameHeader header)
    {
        if (header.Opcode != Opcode.Continuation)
        {
            _kind = header.Opcode;
            _isCompressed = header.IsCompressed;
            _utf8 = default;
            _messageBytes = 0;
            _fragments = 0;
        }

        var announced = _messageBytes + header.PayloadLength;
        if (announced > (_isCompressed ? MaxCompressedBytes : (uint)_rules.MaxMessageBytes))
            return Violations.MessageTooBig(announced, _rules.MaxMessageBytes);

        _messageBytes = (uint)announced;
        _fragments++;

        return _fragments > _maxFragments ? Violations.TooManyFragments(_maxFragments) : null;
    }

    private bool TryFinishMessage(Span<byte> piece, bool isWhole, bool isLast, out SessionEvent sessionEvent)
    {
        var isEnd = isLast && _frames.Header.IsFinal;
        var isUnfragmented = isWhole && isEnd && !_isInsideMessage && !_isCompressed;
        if (isLast)
            _isInsideMessage = !isEnd;

        if ((_isCompressed ? TakeCompressed(piece, isEnd) : Take(piece, isKept: !isUnfragmented)) is { } violation)
        {
            sessionEvent = SessionEvent.Violated(violation);
            return true;
        }

        sessionEvent = default;
        if (!isEnd || (_rules.Discards && _isCompressed))
            return false;

        // RFC 6455 §8.1: text that ends within a character is not UTF-8.
        if (_kind == Opcode.Text && !_utf8.IsComplete)
        {
            sessionEvent = SessionEvent.Violated(Violations.InvalidUtf8);
            return true;
        }

        if (_rules.Discards)
            return false;

        var payload = isUnfragmented ? piece : Tell(ref _message);
        var kind = _kind == Opcode.Text ? MessageKind.Text : MessageKind.Binary;
        sessionEvent = SessionEvent.DataMessage(kind, payload, _isCompressed ? _messageBytes : 0);
        return true;
    }

    private Violation? Take(ReadOnlySpan<byte> piece, bool isKept)
    {
        if (_kind == Opcode.Text && !_utf8.Advance(piece))
            return Violations.InvalidUtf8;

        if (isKept && !_rules.Discards && !piece.IsEmpty)
            (_message ??= new MessageAssembler()).Append(piece, _isCompressed ? 0 : _messageBytes);
        return null;
    }

    // Control frames come between the fragments of a message, so what has come of one is kept apart.
    private bool TryFinishControl(Span<byte> piece, bool isWhole, bool isLast, out SessionEvent sessionEvent)
    {
        sessionEvent = default;
        if (!isWhole && !piece.IsEmpty)
            (_control ??= new MessageAssembler()).Append(piece);
        if (!isLast)
            return false;

        var payload = isWhole ? piece : Tell(ref _control);
        sessionEvent = _frames.Header.Opcode switch
        {
            Opcode.Ping => SessionEvent.Ping(payload),
            Opcode.Pong => SessionEvent.Pong(payload),
            _ => ReadClose(payload),
        };
        return true;
    }

    private static SessionEvent ReadClose(ReadOnlySpan<byte> payload) =>
        ClosePayload.Read(payload, out var status) is { } violation
            ? SessionEvent.Violated(violation)
            : SessionEvent.Closed(status);

    // The bytes stay until the next call: the event's payload points at them. A message of empty fragments has kept none.
    private ReadOnlySpan<byte> Tell(scoped ref MessageAssembler? assembler)
    {
        _told = assembler;
        assembler = null;
        return _told is null ? default : _told.Bytes;
    }

    private void ForgetTold()
    {
        _told?.Clear();
        _told = null;
    }
}
