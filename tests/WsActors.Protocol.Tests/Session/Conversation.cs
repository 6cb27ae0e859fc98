using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>
/// A session with a host that behaves as <c>/echo</c> does: it accepts, and sends every message back. Bytes go in; what
/// happened and what was sent come out, and can be compared.
/// </summary>
internal sealed class Conversation
{
    public const int MaxMessageBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _sent = new();
    private readonly List<string> _happened = [];
    private readonly int _maxMessageBytes;
    private readonly string? _subprotocol;

    public Conversation(SessionLimits? limits = null, int maxMessageBytes = MaxMessageBytes, string? subprotocol = null)
    {
        Session = new ServerSession(limits ?? new SessionLimits());
        _maxMessageBytes = maxMessageBytes;
        _subprotocol = subprotocol;
    }

    public ServerSession Session { get; }

    public SessionState State => Session.State;

    /// <summary>One line for each event: its kind and what it holds.</summary>
    public IReadOnlyList<string> Happened => _happened;

    /// <summary>The events that are not a message, ping or pong: how it ended.</summary>
    public Violation? Violation { get; private set; }

    public CloseStatus? Closed { get; private set; }

    public HandshakeRequest? Request { get; private set; }

    public HandshakeRefusal? Refusal { get; private set; }

    /// <summary>All that the server has sent, in its order.</summary>
    public byte[] Sent => _sent.WrittenSpan.ToArray();

    public string SentText => Encoding.Latin1.GetString(_sent.WrittenSpan);

    /// <summary>The frames that the server has sent.</summary>
    public IReadOnlyList<ServerFrame> Frames => ServerFrame.ReadAll(_sent.WrittenSpan);

    /// <summary>The frames that the server has sent since the last call, and forgets them.</summary>
    public IReadOnlyList<ServerFrame> TakeFrames()
    {
        var frames = Frames;
        _sent.ResetWrittenCount();
        return frames;
    }

    /// <summary>A conversation whose handshake is over; what it sent is forgotten.</summary>
    public static Conversation Open(SessionLimits? limits = null, int maxMessageBytes = MaxMessageBytes)
    {
        var conversation = new Conversation(limits, maxMessageBytes);
        conversation.Receive(UpgradeRequest.Text());
        Assert.Equal(SessionState.Open, conversation.State);
        conversation._sent.ResetWrittenCount();
        conversation._happened.Clear();
        return conversation;
    }

    public Conversation Receive(string text) => Receive(Encoding.Latin1.GetBytes(text));

    /// <summary>What arrives in one read.</summary>
    public Conversation Receive(ReadOnlySpan<byte> bytes)
    {
        // Of its own, as a receive buffer is: the session unmasks in place.
        var input = bytes.ToArray().AsSpan();
        while (Session.TryAdvance(ref input, _sent, out var happened))
            On(happened);
        Assert.True(input.IsEmpty, "the session left bytes that nobody will offer it again");
        return this;
    }

    /// <summary>The same bytes, each in a read of its own.</summary>
    public Conversation ReceiveOctetWise(ReadOnlySpan<byte> bytes) => ReceiveChopped(bytes, 1);

    public Conversation ReceiveChopped(ReadOnlySpan<byte> bytes, int chop)
    {
        for (var from = 0; from < bytes.Length; from += chop)
            Receive(bytes[from..Math.Min(bytes.Length, from + chop)]);
        return this;
    }

    /// <summary>The same bytes as a host receives them: into its own buffer, or where the session wants them.</summary>
    /// <param name="bytes">What arrives.</param>
    /// <param name="bufferBytes">Bytes of the host's buffer.</param>
    /// <param name="reads">How much the reads bring at most, in turn.</param>
    public Conversation ReceiveWhereWanted(ReadOnlySpan<byte> bytes, int bufferBytes, IReadOnlyList<int> reads)
    {
        var buffer = new byte[bufferBytes];
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var target = Session.ReceiveBuffer(buffer).Span;
            var input = target[..Math.Min(Math.Min(target.Length, reads[i % reads.Count]), bytes.Length)];
            bytes[..input.Length].CopyTo(input);
            bytes = bytes[input.Length..];
            while (Session.TryAdvance(ref input, _sent, out var happened))
                On(happened);
        }

        return this;
    }

    /// <summary>The server begins to close.</summary>
    public Conversation Close(CloseCode code, string reason = "")
    {
        Session.Close(code, reason, _sent);
        return this;
    }

    private void On(in SessionEvent happened)
    {
        _happened.Add(Describe(happened));
        switch (happened.Kind)
        {
            case SessionEventKind.Requested:
                Request = happened.Request;
                Session.Accept(_subprotocol, _maxMessageBytes, _sent);
                break;
            case SessionEventKind.Message:
                FrameWriter.Write(_sent, happened.Message == MessageKind.Text ? Opcode.Text : Opcode.Binary, happened.Payload);
                break;
            case SessionEventKind.Refused:
                Refusal = happened.Refusal;
                break;
            case SessionEventKind.Closed:
                Closed = happened.Close;
                break;
            case SessionEventKind.Violated:
                Violation = happened.Violation;
                break;
        }
    }

    private static string Describe(in SessionEvent happened) => happened.Kind switch
    {
        SessionEventKind.Requested => $"Requested {happened.Request!.Path}",
        SessionEventKind.Refused => $"Refused {happened.Refusal!.Status} {happened.Refusal.Name}",
        SessionEventKind.Message => $"{happened.Message} {Describe(happened.Payload)}",
        SessionEventKind.Closed => $"Closed {happened.Close!.Code.Value} {happened.Close.Reason}",
        SessionEventKind.Violated => $"Violated {happened.Violation!.Code.Value} {happened.Violation.Name}",
        _ => $"{happened.Kind} {Describe(happened.Payload)}",
    };

    private static string Describe(ReadOnlySpan<byte> payload) => payload.Length <= 64
        ? Encoding.Latin1.GetString(payload)
        : $"{payload.Length} bytes {Convert.ToHexString(SHA256.HashData(payload))}";
}
