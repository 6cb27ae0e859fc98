using System.Buffers;
using System.Text;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>
/// Server-sent events (HTML Living Standard §9.2): each publication is an event whose <c>id</c> is its position,
/// <c>EPOCH-OFFSET</c>, so that a browser that returns names the log it knew. Other events have a name of their own and the JSON
/// of the client protocol as their data.
/// </summary>
public sealed class EventStreamProtocol : IClientProtocol
{
    public static readonly EventStreamProtocol Instance = new(writesJson: false);

    /// <summary>
    /// Writes messages as the JSON of the client protocol too. It tells text from JSON, and keeps carriage returns, which event
    /// streams cannot express.
    /// </summary>
    public static readonly EventStreamProtocol Json = new(writesJson: true);

    private readonly bool _writesJson;

    private EventStreamProtocol(bool writesJson) => _writesJson = writesJson;

    public string Name => "event_stream";

    public ProtocolTraits Traits => ProtocolTraits.ReportsGaps;

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        switch (serverEvent)
        {
            case ServerEvent.Message message: WriteMessage(output, message); break;
            case ServerEvent.Subscribed subscribed: WriteNamed(output, "subscribed"u8, serverEvent, IdOf(subscribed)); break;
            case ServerEvent.Unsubscribed: WriteNamed(output, "unsubscribed"u8, serverEvent); break;
            case ServerEvent.Gap gap: WriteNamed(output, "gap"u8, serverEvent, gap.Reached); break;
            case ServerEvent.Goodbye goodbye: WriteGoodbye(output, goodbye); break;
            case ServerEvent.Ended: WriteNamed(output, "closed"u8, serverEvent); break;
            case ServerEvent.KeptAlive: output.Write(":\n"u8); break;
            default: return false;
        }

        EventText.EndLine(output);
        return true;
    }

    private void WriteMessage(IBufferWriter<byte> output, ServerEvent.Message message)
    {
        if (message.Position is { } position)
            EventText.Field(output, "id"u8, position);
        if (_writesJson)
        {
            WriteAsJson(output, message);
        }
        else if (message.Publication.Format == PayloadFormat.Binary)
        {
            EventText.Field(output, "event"u8, "binary"u8);
            EventText.Field(output, "data"u8, Encoding.ASCII.GetBytes(Convert.ToBase64String(message.Publication.Payload.Span)));
        }
        else
        {
            EventText.Data(output, message.Publication.Payload.Span);
        }
    }

    // A publication's JSON may have line ends between its values: there, the lines mean the same however they are joined.
    private static void WriteAsJson(IBufferWriter<byte> output, ServerEvent.Message message)
    {
        var json = new ArrayBufferWriter<byte>();
        JsonEventWriter.Write(message, json);
        EventText.Data(output, json.WrittenSpan);
    }

    // "retry" tells a browser when to return.
    private static void WriteGoodbye(IBufferWriter<byte> output, ServerEvent.Goodbye goodbye)
    {
        EventText.Field(output, "retry"u8, (long)goodbye.ReconnectAfter.TotalMilliseconds);
        WriteNamed(output, "goodbye"u8, goodbye);
    }

    // A browser keeps the id of the last event, whatever its name. Where something is lost, the old id stays until the gap has
    // arrived: a stream that breaks off in between is told of the gap again.
    private static TopicPosition? IdOf(ServerEvent.Subscribed subscribed) =>
        subscribed is { KeepsHistory: true, Recovered: not false } ? subscribed.Position : null;

    // None of these events holds a publication, so their JSON is one line.
    private static void WriteNamed(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ServerEvent serverEvent, TopicPosition? id = null)
    {
        if (id is not null)
            EventText.Field(output, "id"u8, id);
        EventText.Field(output, "event"u8, name);
        EventText.BeginField(output, "data"u8);
        JsonEventWriter.Write(serverEvent, output);
        EventText.EndLine(output);
    }
}
