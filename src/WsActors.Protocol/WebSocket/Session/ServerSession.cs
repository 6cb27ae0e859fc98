using System.Buffers;
using System.Runtime.CompilerServices;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>
/// The server's side of one WebSocket connection (RFC 6455) as a pure object: the peer's bytes go in, events come out,
/// and what the protocol itself has to say (101, pongs, close frames) is written to the caller's replies. It knows no
/// socket and no clock. A fault of the peer is an event; a call that makes no sense is an
/// <see cref="InvalidOperationException"/>. Not safe for several threads at once.
/// </summary>
public sealed partial class ServerSession(SessionLimits limits)
{
    private RequestHead? _head;
    private MessageReader? _reader;
    private MessageRules _rules;

    /// <summary>The state of the session.</summary>
    public SessionState State { get; private set; }

    /// <summary>True if a message, or a control frame, has begun and not ended.</summary>
    public bool IsMidMessage => State == SessionState.Open && _reader is { IsMidMessage: true };

    /// <summary>Bytes that the session holds for a request or message that has not come whole, inflated ones included.</summary>
    public int HeldBytes => (_head?.HeldBytes ?? 0) + (_reader?.HeldBytes ?? 0);

    /// <summary>
    /// Takes the peer's bytes and answers with the next thing that they mean; false when they are used up. Called in a loop;
    /// afterwards the caller's buffer is free. Bytes behind a handshake stay in the input until the host has decided.
    /// </summary>
    /// <param name="input">The received bytes, consumed from the front and unmasked in place.</param>
    /// <param name="replies">Receives what is to be sent for this event.</param>
    /// <param name="sessionEvent">Valid until the next call.</param>
    public bool TryAdvance(ref Span<byte> input, IBufferWriter<byte> replies, out SessionEvent sessionEvent)
    {
        switch (State)
        {
            case SessionState.AwaitingRequest:
                return TryReadRequest(ref input, replies, out sessionEvent);
            case SessionState.Open or SessionState.ClosedByUs:
                return TryReadMessage(ref input, replies, out sessionEvent);
            case not SessionState.AwaitingDecision:
                // RFC 6455 §1.4: after the close, "any further data received" is discarded.
                input = default;
                break;
        }

        sessionEvent = default;
        return false;
    }

    /// <summary>
    /// Returns the buffer to receive into: the caller's <paramref name="buffer"/>, or within a larger message the place where its bytes
    /// will be kept, which saves a copy. Valid until <see cref="TryAdvance"/> is given what was received.
    /// </summary>
    public Memory<byte> ReceiveBuffer(Memory<byte> buffer) =>
        State == SessionState.Open && _reader is not null ? _reader.ReceiveBuffer(buffer) : buffer;

    /// <summary>Opens the connection: writes 101 (RFC 6455 §4.2.2) to <paramref name="replies"/>.</summary>
    /// <param name="subprotocol">One of those that the client offered; null for none.</param>
    /// <param name="maxMessageBytes">Payload bytes of one message, all of its fragments together.</param>
    /// <param name="replies">Receives the answer.</param>
    /// <param name="compression">The negotiated compression; null for none.</param>
    public void Accept(
        string? subprotocol, int maxMessageBytes, IBufferWriter<byte> replies, DeflateAgreement? compression = null)
    {
        Require(SessionState.AwaitingDecision);
        HandshakeResponse.WriteAccepted(replies, _head!.Request!.Key, subprotocol, compression?.HeaderValue, limits.Date);
        DropHead();
        _rules = MessageRules.Of(maxMessageBytes, compression);
        State = SessionState.Open;
    }

    /// <summary>Writes a ping (RFC 6455 §5.5.2) of at most 125 bytes of payload.</summary>
    public void Ping(ReadOnlySpan<byte> payload, IBufferWriter<byte> replies)
    {
        if (State != SessionState.Open || payload.Length > 125)
            throw new InvalidOperationException($"a ping of {payload.Length} bytes cannot be sent while the session is {State}");

        FrameWriter.Write(replies, Opcode.Ping, payload);
    }

    /// <summary>
    /// Begins the close handshake (RFC 6455 §7.1.2); what the peer still sends is checked but not reported, until its close frame
    /// arrives. Does nothing if a close was sent already.
    /// </summary>
    public void Close(CloseCode code, string reason, IBufferWriter<byte> replies)
    {
        if (State is SessionState.AwaitingRequest or SessionState.AwaitingDecision)
            throw new InvalidOperationException("there is nothing to close before the handshake: use Reject");
        if (code != CloseCode.NoStatus && !ClosePayload.MayBeSent(code.Value))
            throw new ArgumentException($"{code.Value} must not be sent in a close frame (RFC 6455 §7.4)", nameof(code));
        if (State != SessionState.Open)
            return;

        ClosePayload.Write(replies, code, reason);
        _rules = _rules with { Discards = true };
        _reader?.DiscardMessages();
        State = SessionState.ClosedByUs;
    }

    /// <summary>Gives back what the session has rented, wherever it stands. It is over.</summary>
    public void Release()
    {
        DropHead();
        DropReader();
        State = State == SessionState.Closed ? State : SessionState.Failed;
    }

    private bool TryReadRequest(ref Span<byte> input, IBufferWriter<byte> replies, out SessionEvent sessionEvent)
    {
        _head ??= new RequestHead(limits.Handshake);
        var status = _head.Read(ref input, out var request, out var refusal);
        switch (status)
        {
            case ReadStatus.Complete:
                State = SessionState.AwaitingDecision;
                sessionEvent = SessionEvent.Requested(request!);
                return true;
            case ReadStatus.Refused:
                Reject(refusal!, replies);
                sessionEvent = SessionEvent.Refused(refusal!);
                return true;
            default:
                sessionEvent = default;
                return false;
        }
    }

    private bool TryReadMessage(ref Span<byte> input, IBufferWriter<byte> replies, out SessionEvent sessionEvent)
    {
        _reader ??= SpareReader.Rent(_rules, limits.MaxFragments);
        while (_reader.TryRead(ref input, out sessionEvent))
        {
            switch (sessionEvent.Kind)
            {
                case SessionEventKind.Violated:
                    Fail(sessionEvent.Violation!, replies);
                    return true;
                case SessionEventKind.Closed:
                    FinishClose(sessionEvent.Close!, replies);
                    return true;
                case SessionEventKind.Ping when State == SessionState.Open:
                    // RFC 6455 §5.5.3: a pong "must have identical Application data".
                    FrameWriter.Write(replies, Opcode.Pong, sessionEvent.Payload);
                    return true;
                case SessionEventKind.Ping:
                    // RFC 6455 §5.5.2: answered "unless it already received a Close frame"; after our own nothing may follow (§5.5.1).
                    continue;
                default:
                    return true;
            }
        }

        LendOut();
        return false;
    }

    // RFC 6455 §7.1.7: fail the connection, and send the reason if that is possible.
    private void Fail(Violation violation, IBufferWriter<byte> replies)
    {
        if (State == SessionState.Open)
            ClosePayload.Write(replies, violation.Code, violation.Message);
        DropReader();
        State = SessionState.Failed;
    }

    // RFC 6455 §5.5.1: "When sending a Close frame in response, the endpoint typically echos the status code it received."
    private void FinishClose(CloseStatus status, IBufferWriter<byte> replies)
    {
        if (State == SessionState.Open)
            ClosePayload.Write(replies, status.Code, string.Empty);
        DropReader();
        State = SessionState.Closed;
    }

    private void Require(SessionState state, [CallerMemberName] string call = "")
    {
        if (State != state)
            throw new InvalidOperationException($"{call} needs a session that is {state}, and this one is {State}");
    }

    private void DropReader()
    {
        _reader?.Release();
        LendOut();
        _reader = null;
    }

    // Between two messages, any reader may read the next bytes; one that stands within a frame stays, or is left to the collector.
    private void LendOut()
    {
        if (_reader is not { IsIdle: true })
            return;

        SpareReader.Return(_reader);
        _reader = null;
    }

    private void DropHead()
    {
        _head?.Release();
        _head = null;
    }
}
