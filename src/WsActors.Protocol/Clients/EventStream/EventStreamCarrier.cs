using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>
/// One HTTP response without an end, whose pieces are server-sent events. Under HTTP/1.1 each event is one chunk (RFC 9112 §7.1),
/// so that it is shared by all streams. HTTP/1.0, which nginx speaks unless it is configured otherwise, knows no chunks
/// (RFC 9112 §6.1): there the end of the connection ends the response.
/// </summary>
public sealed class EventStreamCarrier : ICarrier
{
    public static readonly EventStreamCarrier Chunked = new(isChunked: true);

    public static readonly EventStreamCarrier Unchunked = new(isChunked: false);

    private readonly bool _isChunked;

    private EventStreamCarrier(bool isChunked) => _isChunked = isChunked;

    /// <summary>
    /// "no-transform" and X-Accel-Buffering keep proxies from compressing or holding it back, and any page may read it: it holds
    /// nothing that the request's own credentials did not open.
    /// </summary>
    public ReadOnlySpan<byte> Head => _isChunked
        ? "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store, no-transform\r\n"u8 +
          "X-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8
        : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store, no-transform\r\n"u8 +
          "X-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"u8;

    public ReadOnlySpan<byte> End => _isChunked ? Chunk.Last : default;

    public byte[] Frame(MessageKind kind, ReadOnlySpan<byte> payload) => _isChunked ? Chunk.Of(payload) : payload.ToArray();
}
