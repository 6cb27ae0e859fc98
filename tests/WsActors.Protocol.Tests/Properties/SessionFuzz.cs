using System.Buffers;
using WsActors.Protocol.Frames;
using WsActors.Protocol.Messages;
using WsActors.Protocol.Session;
using WsActors.Protocol.Tests.Conformance;
using WsActors.Protocol.Tests.Session;

namespace WsActors.Protocol.Tests.Properties;

/// <summary>
/// The one entry point for everything that throws bytes at a session: CsCheck, the corpus, and a fuzzer such as
/// SharpFuzz. It throws where an invariant breaks, whatever the bytes were.
/// </summary>
public static class SessionFuzz
{
    private const int MaxMessageBytes = 64 * 1024;

    /// <summary>Bytes of the heap that a session may take beyond what came: its rented buffers, and the first use of types.</summary>
    private const int AllowedBytes = 256 * 1024;

    private static readonly byte[] Handshake = [.. UpgradeRequest.Text().Select(c => (byte)c)];

    /// <param name="input">
    /// The first byte says whether the session is open already (odd) and how the rest is cut; the rest is the peer's bytes.
    /// </param>
    /// <exception cref="InvalidOperationException">An invariant is broken.</exception>
    public static void Feed(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;

        var choice = input[0];
        var bytes = input[1..];
        byte[] stream = (choice & 1) == 0 ? bytes.ToArray() : [.. Handshake, .. bytes];
        ExpectBounded(stream);

        var whole = new Run().Receive(stream);
        var octets = new Run();
        foreach (var octet in stream)
            octets.Receive([octet]);
        var pieces = new Run();
        foreach (var piece in Cut(stream, choice))
            pieces.Receive(piece);

        whole.ExpectSameAs(octets, "octet by octet");
        whole.ExpectSameAs(pieces, "in pieces");
        whole.ExpectLegalAnswers();
    }

    // A step of its own for every choice, so that cuts fall everywhere.
    private static IEnumerable<byte[]> Cut(byte[] stream, byte choice)
    {
        for (int from = 0, i = 0; from < stream.Length; i++)
        {
            var length = Math.Min(stream.Length - from, 1 + ((choice + i) * 7 % 23));
            yield return stream[from..(from + length)];
            from += length;
        }
    }

    private static void ExpectBounded(byte[] stream)
    {
        var session = new ServerSession(new SessionLimits());
        var replies = new ArrayBufferWriter<byte>(1024);
        var copy = stream.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var input = copy.AsSpan();
        while (session.TryAdvance(ref input, replies, out var happened))
        {
            if (happened.Kind == SessionEventKind.Requested)
                session.Accept(null, MaxMessageBytes, replies);
        }

        session.Release();
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Expect(taken <= AllowedBytes + (16L * stream.Length), $"{stream.Length} bytes of input took {taken} of the heap");
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    /// <summary>One way of delivering the stream, and what came of it.</summary>
    private sealed class Run
    {
        private readonly ServerSession _session = new(new SessionLimits());
        private readonly ArrayBufferWriter<byte> _sent = new();
        private readonly List<string> _happened = [];
        private bool _isOver;
        private int _head;

        public Run Receive(ReadOnlySpan<byte> bytes)
        {
            var input = bytes.ToArray().AsSpan();
            while (_session.TryAdvance(ref input, _sent, out var happened))
            {
                Expect(!_isOver, "something happened after the end");
                On(happened);
            }

            Expect(input.IsEmpty, "bytes were left that nobody offers again");
            return this;
        }

        public void ExpectSameAs(Run other, string how)
        {
            Expect(_happened.SequenceEqual(other._happened), $"{how}: {string.Join(" | ", other._happened)} instead of {string.Join(" | ", _happened)}");
            Expect(_sent.WrittenSpan.SequenceEqual(other._sent.WrittenSpan), $"{how}: other bytes were sent");
            Expect(_session.State == other._session.State, $"{how}: {other._session.State} instead of {_session.State}");
        }

        public void ExpectLegalAnswers()
        {
            Expect(_isOver == _session.State.IsOver(), $"the session is {_session.State} without having said so");
            if (_head == 0)
                return;

            var frames = ServerFrame.ReadAll(_sent.WrittenSpan[_head..]);
            Expect(frames.Take(Math.Max(0, frames.Count - 1)).All(frame => frame.Opcode != Opcode.Close), "a close frame is not the last");
            Expect(_isOver == (frames.Count > 0 && frames[^1].Opcode == Opcode.Close), "the end was not told");
        }

        private void On(in SessionEvent happened)
        {
            _happened.Add($"{happened.Kind} {happened.Message} {happened.Close} {happened.Violation?.Name} {happened.Refusal?.Name} {Convert.ToHexString(happened.Payload)}");
            _isOver = happened.Kind is SessionEventKind.Closed or SessionEventKind.Violated or SessionEventKind.Refused;
            if (happened.Kind == SessionEventKind.Message)
                FrameWriter.Write(_sent, happened.Message == MessageKind.Text ? Opcode.Text : Opcode.Binary, happened.Payload);
            if (happened.Kind != SessionEventKind.Requested)
                return;

            _session.Accept(null, MaxMessageBytes, _sent);
            _head = _sent.WrittenCount;
        }
    }
}
