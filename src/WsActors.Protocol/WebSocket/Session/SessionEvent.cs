using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The kind of a <see cref="SessionEvent"/>.</summary>
public enum SessionEventKind : byte
{
    /// <summary>A legal opening handshake arrived: <see cref="SessionEvent.Request"/>. The host owes Accept or Reject.</summary>
    Requested,

    /// <summary>The handshake was refused and the HTTP answer written: <see cref="SessionEvent.Refusal"/>.</summary>
    Refused,

    /// <summary>A whole data message: <see cref="SessionEvent.Message"/> and <see cref="SessionEvent.Payload"/>.</summary>
    Message,

    /// <summary>A ping, already answered: <see cref="SessionEvent.Payload"/>.</summary>
    Ping,

    /// <summary>A pong: <see cref="SessionEvent.Payload"/>.</summary>
    Pong,

    /// <summary>The close handshake is complete: <see cref="SessionEvent.Close"/> is the peer's status.</summary>
    Closed,

    /// <summary>The peer broke a rule and the close frame was written: <see cref="SessionEvent.Violation"/>.</summary>
    Violated,
}

/// <summary>
/// One thing that the peer's bytes meant. It lives on the stack: <see cref="Payload"/> points into the caller's
/// input or into the session's buffer and is valid until the next call to the session.
/// </summary>
public readonly ref struct SessionEvent
{
    public SessionEventKind Kind { get; private init; }
    public MessageKind Message { get; private init; }
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>The bytes from which a message's payload was inflated; 0 if it was not compressed.</summary>
    public long CompressedBytes { get; private init; }

    /// <summary>The bytes that inflating a message has read and written; 0 where it came as it is.</summary>
    public long InflatedBytes => CompressedBytes == 0 ? 0 : CompressedBytes + Payload.Length;

    public HandshakeRequest? Request { get; private init; }
    public HandshakeRefusal? Refusal { get; private init; }
    public CloseStatus? Close { get; private init; }
    public Violation? Violation { get; private init; }

    public static SessionEvent Requested(HandshakeRequest request) =>
        new() { Kind = SessionEventKind.Requested, Request = request };

    public static SessionEvent Refused(HandshakeRefusal refusal) =>
        new() { Kind = SessionEventKind.Refused, Refusal = refusal };

    public static SessionEvent DataMessage(MessageKind kind, ReadOnlySpan<byte> payload, long compressedBytes = 0) =>
        new() { Kind = SessionEventKind.Message, Message = kind, Payload = payload, CompressedBytes = compressedBytes };

    public static SessionEvent Ping(ReadOnlySpan<byte> payload) =>
        new() { Kind = SessionEventKind.Ping, Payload = payload };

    public static SessionEvent Pong(ReadOnlySpan<byte> payload) =>
        new() { Kind = SessionEventKind.Pong, Payload = payload };

    public static SessionEvent Closed(CloseStatus status) =>
        new() { Kind = SessionEventKind.Closed, Close = status };

    public static SessionEvent Violated(Violation violation) =>
        new() { Kind = SessionEventKind.Violated, Violation = violation };
}
