using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Protocol.Tapping;

/// <summary>
/// Decides what an operator may see of the frames of one connection: payloads are inflated where that is possible, tokens are hidden, and
/// payloads of topics whose rules redact them are not shown.
/// </summary>
public sealed record FrameViewer
{
    /// <summary>Bytes by which the topic of a message is found, however little of its payload is shown.</summary>
    private const int BytesForTopic = 1024;

    private const int MaxTopicsShown = 20;

    /// <summary>The protocol that the client speaks.</summary>
    public required IClientProtocol Protocol { get; init; }

    /// <summary>The only topic of the connection, for protocols whose messages name none; null if it has none.</summary>
    public string? OnlyTopic { get; init; }

    /// <summary>True if the client's messages are compressed with a context, so that they cannot be inflated alone.</summary>
    public bool ClientKeepsContext { get; init; }

    /// <summary>True if the server's messages to this client are compressed with a context.</summary>
    public bool ServerKeepsContext { get; init; }

    /// <summary>Bytes of a payload that are shown; 0 for none.</summary>
    public int PayloadBytes { get; init; }

    /// <summary>Returns true if the payloads of some topics must not be shown; null if all may be. Rules may change while frames pass.</summary>
    public Func<bool>? RedactsAny { get; init; }

    /// <summary>Returns true if the payloads of a topic must not be shown.</summary>
    public Func<TopicName, bool> Redacts { get; init; } = _ => false;

    /// <summary>Returns the bytes of each payload that must be kept to show so many.</summary>
    /// <param name="payloadBytes">Bytes to show.</param>
    /// <param name="needsTopics">True if topics are to be found though nothing is shown.</param>
    public static int BytesToKeep(int payloadBytes, bool needsTopics) =>
        payloadBytes == 0 && !needsTopics ? 0 : Math.Max(payloadBytes, BytesForTopic);

    /// <summary>Returns what may be seen of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isFromClient">True if the client sent it.</param>
    public FrameView View(TappedFrame frame, bool isFromClient)
    {
        var view = new FrameView
        {
            Opcode = FrameOpcodes.NameOf(frame.Opcode),
            IsFinal = frame.IsFinal,
            Flags = FlagsOf(frame),
            Size = frame.Size,
            IsCompressed = frame.IsCompressed,
        };
        if (frame.IsControl)
            return PayloadBytes == 0 ? view : ViewControl(frame, view);
        if (!frame.IsCompressed)
            return ViewData(view, frame, frame.Payload.Span, frame.IsWhole);

        return TryInflate(frame, isFromClient, out var inflated, out var isWhole)
            ? ViewData(view, frame, inflated, isWhole)
            : view with { Withheld = PayloadBytes == 0 ? null : WithheldCause.Compressed };
    }

    private FrameView ViewData(FrameView view, TappedFrame frame, ReadOnlySpan<byte> payload, bool isWhole)
    {
        var isContinuation = frame.Opcode == Opcode.Continuation;
        var subject = isContinuation ? Protocol.SubjectOf([], isWhole: false) : Protocol.SubjectOf(payload, isWhole && frame.IsFinal);
        var topics = subject.IsOfConnection && OnlyTopic is not null ? [OnlyTopic] : subject.Topics;
        view = view with { Topics = topics.Count > MaxTopicsShown ? [.. topics.Take(MaxTopicsShown)] : topics };
        if (PayloadBytes == 0)
            return view;
        if (isContinuation && !subject.IsKnown)
            return view with { Withheld = WithheldCause.Continuation };
        if (subject.HasCredentials)
            return view with { Withheld = WithheldCause.Token };

        return IsRedacted(subject, topics) ? view with { Withheld = WithheldCause.Rule } : Show(view, frame.Opcode, payload, isWhole);
    }

    // A command whose topic has no valid name is refused, but its data may be meant for a topic that is redacted.
    private bool IsRedacted(MessageSubject subject, IReadOnlyList<string> topics)
    {
        if (RedactsAny?.Invoke() != true)
            return false;
        if (!subject.IsKnown || (subject.IsOfConnection && topics.Count == 0))
            return true;

        return topics.Any(topic => !TopicName.TryParse(topic, out var name, out _) || Redacts(name));
    }

    // A part of a text may begin or end within a character; then its bytes are shown, so that nothing of it is lost.
    private FrameView Show(FrameView view, Opcode opcode, ReadOnlySpan<byte> payload, bool isWhole)
    {
        var shown = payload[..Math.Min(PayloadBytes, payload.Length)];
        view = view with { IsTruncated = !isWhole || shown.Length < payload.Length };
        var text = view.IsTruncated ? WholeCharacters(shown) : shown;
        if (opcode is Opcode.Text or Opcode.Continuation && Utf8.IsValid(text))
            return view with { Payload = TokenMask.Hide(Encoding.UTF8.GetString(text)) };

        return TokenMask.Finds(Encoding.Latin1.GetString(shown))
            ? view with { IsTruncated = false, Withheld = WithheldCause.Token }
            : view with { Payload = Convert.ToBase64String(shown), IsBase64 = true };
    }

    // RFC 6455 §5.5.1: a close frame holds a code and a reason.
    private static FrameView ViewControl(TappedFrame frame, FrameView view)
    {
        var payload = frame.Payload.Span;
        if (frame.Opcode != Opcode.Close)
            return view with { Payload = Convert.ToBase64String(payload), IsBase64 = true, IsTruncated = !frame.IsWhole };
        if (payload.Length < sizeof(ushort))
            return view with { Payload = string.Empty };

        var reason = TokenMask.Hide(Encoding.UTF8.GetString(payload[sizeof(ushort)..]));
        return view with { Payload = $"{BinaryPrimitives.ReadUInt16BigEndian(payload)} {reason}".TrimEnd(), IsTruncated = !frame.IsWhole };
    }

    private bool TryInflate(TappedFrame frame, bool isFromClient, out byte[] inflated, out bool isWhole)
    {
        (inflated, isWhole) = ([], false);
        if (frame.Opcode == Opcode.Continuation || (isFromClient ? ClientKeepsContext : ServerKeepsContext))
            return false;

        if (!InflatedBeginning.TryRead(frame.Payload.Span, BytesToKeep(PayloadBytes, needsTopics: true), out inflated, out var isCut))
            return false;

        isWhole = frame.IsWhole && !isCut;
        return true;
    }

    private static string[] FlagsOf(TappedFrame frame) =>
    [
        .. frame.IsMasked ? ["masked"] : Array.Empty<string>(),
        .. Enumerable.Range(1, 3).Where(bit => (frame.ReservedBits & (8 >> bit)) != 0).Select(bit => $"rsv{bit}"),
    ];

    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> text)
    {
        // A character of UTF-8 has up to four bytes, of which all but the first are 10xxxxxx.
        for (var end = text.Length - 1; end >= 0 && end >= text.Length - 4; end--)
        {
            if ((text[end] & 0xC0) == 0x80)
                continue;

            var length = text[end] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            return end + length > text.Length ? text[..end] : text;
        }

        return text;
    }
}
