using System.Buffers;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Testing.Fuzzing;

/// <summary>A session means the same however its bytes are cut, answers legally, and takes little of the heap.</summary>
public static class SessionFuzz
{
    private const int MaxMessageBytes = 64 * 1024;

    /// <summary>A hundred bytes of input may inflate to this, many times over: small, so that the fuzzer stays fast.</summary>
    private const int MaxInflatedBytes = 4 * 1024;

    private const byte BeginsOpen = 0x01;
    private const byte ClosesAfterMessage = 0x02;
    private const byte ClientKeepsContext = 0x04;
    private const byte ClientNamesWindow = 0x08;

    private static readonly byte[] Handshake = [.. UpgradeRequest.Text().Select(c => (byte)c)];

    /// <param name="input">
    /// The first byte says whether the session is open already, whether we close it after the first message, and how the
    /// rest is cut; the rest is the peer's bytes.
    /// </param>
    /// <exception cref="InvalidOperationException">An invariant is broken.</exception>
    public static void Feed(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;

        var bytes = input[1..];
        byte[] stream = (input[0] & BeginsOpen) == 0 ? bytes.ToArray() : [.. Handshake, .. bytes];
        Feed(new Host(MaxMessageBytes, null, (input[0] & ClosesAfterMessage) != 0), stream, input[0]);
    }

    /// <param name="input">
    /// The first byte says what was agreed on about permessage-deflate, the window in its three highest bits; the rest is
    /// what the peer sends once the session is open.
    /// </param>
    /// <exception cref="InvalidOperationException">An invariant is broken.</exception>
    public static void FeedCompressed(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;

        var choice = input[0];
        var agreement = new DeflateAgreement
        {
            ServerKeepsContext = (choice & BeginsOpen) != 0,
            ClientKeepsContext = (choice & ClientKeepsContext) != 0,
            ClientMaxWindowBits = (choice & ClientNamesWindow) != 0 ? 8 + (choice >> 5) : null,
        };
        Feed(new Host(MaxInflatedBytes, agreement, (choice & ClosesAfterMessage) != 0), [.. Handshake, .. input[1..]], choice);
    }

    private static void Feed(Host host, byte[] stream, byte choice)
    {
        ExpectBounded(host, stream);

        var whole = new SessionRun(host).Receive(stream);
        var octets = new SessionRun(host);
        foreach (var octet in stream)
            octets.Receive([octet]);
        var pieces = new SessionRun(host);
        foreach (var piece in Cut(stream, choice))
            pieces.Receive(piece);

        whole.ExpectSameAs(octets, "octet by octet");
        whole.ExpectSameAs(pieces, "in pieces");
        whole.ExpectLegalAnswers();
        whole.Release();
        octets.Release();
        pieces.Release();
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

    private static void ExpectBounded(Host host, byte[] stream)
    {
        var session = new ServerSession(new SessionLimits());
        var replies = new ArrayBufferWriter<byte>(1024);
        var copy = stream.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var input = copy.AsSpan();
        while (session.TryAdvance(ref input, replies, out var happened))
        {
            if (happened.Kind == SessionEventKind.Requested)
                session.Accept(null, host.MaxMessageBytes, replies, host.Compression);
        }

        session.Release();
        Invariant.ExpectBounded(before, stream.Length, bytesEach: 16);
    }

    /// <summary>The decisions of the session's host.</summary>
    internal sealed record Host(int MaxMessageBytes, DeflateAgreement? Compression, bool ClosesAfterMessage);
}
