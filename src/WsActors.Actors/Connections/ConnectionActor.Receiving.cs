using System.Buffers;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>Bytes arrive: one outstanding wait, a rented buffer, the session's events.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>Bytes of the buffer that is rented for a turn: a page of commands, or a good piece of a large message.</summary>
    private const int ReceiveBufferBytes = 16 * 1024;

    /// <summary>Reads of one turn, so that a firehose does not starve the other actors of its thread.</summary>
    private const int MaxReadsPerTurn = 16;

    // What a session has to say within a turn is gathered here: per thread, because a turn never leaves its thread.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _replies;

    private static ArrayBufferWriter<byte> Replies => _replies ??= new ArrayBufferWriter<byte>(256);

    /// <summary>
    /// Bytes that are read after the end began, to find the peer's close frame behind what it had sent before. The rest stays in
    /// the socket: a peer that goes on sending is held back by its own TCP until the close timeout.
    /// </summary>
    private const int MaxBytesWhileClosing = 1024 * 1024;

    // Until a request is decided, what follows it stays in the socket.
    private bool CanRead =>
        !_stopped && _session.State != SessionState.AwaitingDecision && _bytesWhileClosing < MaxBytesWhileClosing;

    private void OnBegin(Begin begin)
    {
        _id = begin.Id;
        _refusal = begin.Refusal;
        _isUncounted = begin.IsUncounted;
        _transport = begin.Transport;
        _acceptedAt = _environment.Clock.Now;
        _deadlines = new Deadlines(_acceptedAt);
        _transport.Attach(Self);
        _transport.AwaitReadable();
    }

    private void ReceiveAvailable()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferBytes);
        try
        {
            ReceiveInto(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReceiveInto(byte[] buffer)
    {
        for (var reads = 0; reads < MaxReadsPerTurn && CanRead; reads++)
        {
            var target = _session.ReceiveBuffer(buffer);
            var received = _transport.Receive(target);
            switch (received.Status)
            {
                case ReceiveStatus.Received:
                    OnBytes(target.Span[..received.Bytes]);
                    break;
                case ReceiveStatus.Ended:
                    OnPeerEnded();
                    return;
                case ReceiveStatus.Failed:
                    Lose($"receiving failed: {received.Error}");
                    return;
            }

            // A read that did not fill the buffer has emptied the socket.
            if (received.Bytes < target.Length || RequestsPileUp || AnswersStillPileUp())
                break;
        }

        // How much of the answers has to wait is known at the end of the turn: there reading goes on.
        _readingPaused = true;
    }

    private bool AnswersPileUp => _phase == ConnectionPhase.Open && _outbox.FirmBytes > _environment.Settings.OutboxBytes / 2;

    private bool AnswersStillPileUp()
    {
        if (AnswersPileUp)
            SendQueued();
        return AnswersPileUp;
    }

    // The peer's own TCP holds it back while its answers pile up here.
    private void ReadOnUnlessAnswersPileUp()
    {
        if (!_readingPaused || !CanRead || RequestsPileUp || AnswersPileUp)
            return;

        _readingPaused = false;
        _transport.AwaitReadable();
    }

    private void OnBytes(Span<byte> input)
    {
        _traffic.BytesReceived += input.Length;
        _environment.Telemetry.Traffic.BytesReceived(input.Length);
        if (_phase == ConnectionPhase.Closing)
            _bytesWhileClosing += input.Length;
        Heard();
        Advance(input);
    }

    // A pong that comes long before its deadline brings the next ping forward.
    private void Heard()
    {
        var wasPinged = _deadlines.IsPinged;
        _deadlines.Heard(_environment.Clock.Now);
        if (wasPinged && _phase == ConnectionPhase.Open)
            CheckByNextDeadline();
    }

    private void Advance(Span<byte> input)
    {
        while (!_stopped && _session.TryAdvance(ref input, Replies, out var happened))
            On(happened, input);
    }

    private void On(in SessionEvent happened, ReadOnlySpan<byte> behind)
    {
        switch (happened.Kind)
        {
            case SessionEventKind.Message: OnMessage(happened); break;
            case SessionEventKind.Ping: SendReplyFirst(); CountControlFrame(); break;
            case SessionEventKind.Pong: OnPong(happened.Payload); CountControlFrame(); break;
            case SessionEventKind.Requested: Consider(happened.Request!, behind); break;
            case SessionEventKind.Refused: OnRefused(happened.Refusal!); break;
            case SessionEventKind.Closed: OnClosed(happened.Close!); break;
            case SessionEventKind.Violated: OnViolated(happened.Violation!); break;
        }
    }

    private void OnMessage(in SessionEvent happened)
    {
        // What was under way when we began to close is of no use any more.
        if (_phase != ConnectionPhase.Open)
            return;

        _traffic.MessagesReceived++;
        _environment.Telemetry.Traffic.MessageReceived();
        _deadlines.Spoken(_environment.Clock.Now);
        _unfinished?.Ended();
        var commands = default(ClientCommands);
        _encoding.Protocol.Read(happened.Message, happened.Payload, ref commands);
        for (var i = 0; i < commands.Count && _phase == ConnectionPhase.Open; i++)
            Take(commands[i], happened, isFirst: i == 0);
    }

    private void Take(ClientCommand command, in SessionEvent message, bool isFirst)
    {
        if (!IsWithinRate(command, message, isFirst))
            return;

        if (command is ClientCommand.Echo)
            SendBack(message.Message, message.Payload);
        else
            Execute(command);
    }

    // Whatever waits already: who sends faster than it reads is not read on, and what one read holds bounds the rest.
    private void SendBack(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        CountMessage();
        _outbox.TryAdd(
            CompressedForAll(_encoding.Carrier.Frame(kind, payload)), int.MaxValue);
    }
}
