using System.Text;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>
/// Server-sent events (HTML Living Standard §9.2) over one HTTP/1.1 answer: each publication is an event whose
/// <c>id</c> is its position, <c>EPOCH-OFFSET</c>, so that a browser that comes back names the log it knew. Other events have a
/// name of their own and the JSON of the client protocol as their data. Each event is one chunk (RFC 9112 §7.1), so that it is
/// shared by all who listen.
/// </summary>
public sealed class EventStreamProtocol : IClientProtocol
{
    public static readonly EventStreamProtocol Instance = new();

    private EventStreamProtocol()
    {
    }

    /// <summary>
    /// The head of the answer. "no-transform" and X-Accel-Buffering keep proxies from compressing or holding it back, and
    /// any page may read it: it holds nothing that the request's own credentials did not open.
    /// </summary>
    public static ReadOnlySpan<byte> Head =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store, no-transform\r\n"u8 +
        "X-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8;

    /// <summary>As above, for HTTP/1.0.</summary>
    public static ReadOnlySpan<byte> UnchunkedHead =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store, no-transform\r\n"u8 +
        "X-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"u8;

    public string Name => "event_stream";

    /// <summary>Nobody speaks on this way but the server.</summary>
    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload) =>
        throw new InvalidOperationException("an event stream carries no messages of the client");

    public byte[]? Write(ServerEvent serverEvent) => serverEvent switch
    {
        ServerEvent.Message message => WriteMessage(message),
        ServerEvent.Subscribed subscribed => Named("subscribed", serverEvent, IdOf(subscribed)),
        ServerEvent.Unsubscribed => Named("unsubscribed", serverEvent),
        ServerEvent.Gap gap => Named("gap", serverEvent, gap.Reached),
        ServerEvent.Goodbye goodbye => WriteGoodbye(goodbye),
        ServerEvent.KeptAlive => Chunk.Of(":\n\n"u8),
        ServerEvent.Ended ended => WriteEnd(ended),
        _ => null,
    };

    private static byte[] WriteMessage(ServerEvent.Message message)
    {
        var text = new EventText();
        if (message.Position is { } position)
            text.Field("id"u8, position);
        if (message.Publication.Format == PayloadFormat.Binary)
        {
            text.Field("event"u8, "binary"u8);
            text.Data(Encoding.ASCII.GetBytes(Convert.ToBase64String(message.Publication.Payload.Span)));
        }
        else
        {
            text.Data(message.Publication.Payload.Span);
        }

        return text.ToChunk();
    }

    // "retry" is how a browser is told when to come back.
    private static byte[] WriteGoodbye(ServerEvent.Goodbye goodbye)
    {
        var text = new EventText();
        text.Field("retry"u8, (long)goodbye.ReconnectAfter.TotalMilliseconds);
        text.Field("event"u8, "goodbye"u8);
        text.Data(JsonEventWriter.WriteText(goodbye));
        return text.ToChunk();
    }

    private static byte[] WriteEnd(ServerEvent.Ended ended)
    {
        var text = new EventText();
        text.Field("event"u8, "closed"u8);
        text.Data(JsonEventWriter.WriteText(ended));
        return [.. text.ToChunk(), .. Chunk.Last];
    }

    // A browser keeps the id of the last event, whatever its name. Where something is lost, the old id stays until the gap has
    // arrived: a stream that breaks off in between is told of the gap again.
    private static TopicPosition? IdOf(ServerEvent.Subscribed subscribed) =>
        subscribed is { KeepsHistory: true, Recovered: not false } ? subscribed.Position : null;

    private static byte[] Named(string name, ServerEvent serverEvent, TopicPosition? id = null)
    {
        var text = new EventText();
        if (id is not null)
            text.Field("id"u8, id);
        text.Field("event"u8, Encoding.ASCII.GetBytes(name));
        text.Data(JsonEventWriter.WriteText(serverEvent));
        return text.ToChunk();
    }
}
