using System.Buffers;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Testing.Fuzzing;

/// <summary>One way of delivering a stream to a session whose host echoes, and what came of it.</summary>
internal sealed class SessionRun(SessionFuzz.Host host)
{
    private readonly ServerSession _session = new(new SessionLimits());
    private readonly ArrayBufferWriter<byte> _sent = new();
    private readonly List<string> _happened = [];
    private bool _isOver;
    private bool _hasClosed;
    private int _head;

    public SessionRun Receive(ReadOnlySpan<byte> bytes)
    {
        var input = bytes.ToArray().AsSpan();
        while (_session.TryAdvance(ref input, _sent, out var happened))
        {
            Invariant.Expect(!_isOver, "something happened after the end");
            On(happened);
        }

        Invariant.Expect(input.IsEmpty, "bytes were left that nobody offers again");
        return this;
    }

    public void ExpectSameAs(SessionRun other, string how)
    {
        Invariant.Expect(
            _happened.SequenceEqual(other._happened),
            $"{how}: {string.Join(" | ", other._happened)} instead of {string.Join(" | ", _happened)}");
        Invariant.Expect(_sent.WrittenSpan.SequenceEqual(other._sent.WrittenSpan), $"{how}: other bytes were sent");
        Invariant.Expect(_session.State == other._session.State, $"{how}: {other._session.State} instead of {_session.State}");
    }

    public void ExpectLegalAnswers()
    {
        Invariant.Expect(_isOver == _session.State.IsOver(), $"the session is {_session.State} without having said so");
        if (_head == 0)
            return;

        // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
        var frames = ServerFrame.ReadAll(_sent.WrittenSpan[_head..]);
        var isLastClose = frames.Count > 0 && frames[^1].Opcode == Opcode.Close;
        Invariant.Expect(frames.Count(frame => frame.Opcode == Opcode.Close) == (isLastClose ? 1 : 0), "a close frame is not the last");
        Invariant.Expect((_isOver || _hasClosed) == isLastClose, "the end was not told");
    }

    public void Release() => _session.Release();

    private void On(in SessionEvent happened)
    {
        _happened.Add($"{happened.Kind} {happened.Message} {happened.Close} {happened.Violation?.Name} {happened.Refusal?.Name} {Convert.ToHexString(happened.Payload)}");
        _isOver = happened.Kind is SessionEventKind.Closed or SessionEventKind.Violated or SessionEventKind.Refused;
        if (happened.Kind == SessionEventKind.Message)
            Answer(happened);
        if (happened.Kind != SessionEventKind.Requested)
            return;

        _session.Accept(null, host.MaxMessageBytes, _sent, host.Compression);
        _head = _sent.WrittenCount;
    }

    private void Answer(in SessionEvent message)
    {
        Invariant.Expect(!_hasClosed, "a message was told after we had closed");
        Invariant.Expect(message.Payload.Length <= host.MaxMessageBytes, "a message is larger than allowed");
        FrameWriter.Write(_sent, message.Message == MessageKind.Text ? Opcode.Text : Opcode.Binary, message.Payload);
        if (!host.ClosesAfterMessage)
            return;

        _session.Close(CloseCode.GoingAway, "enough", _sent);
        _hasClosed = true;
    }
}
