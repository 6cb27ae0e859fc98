using System.Buffers;
using System.Text.Json;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Phoenix;

/// <summary>
/// Phoenix Channels V2: each message is a JSON array <c>[join_ref, ref, topic, event, payload]</c>. This instance encodes what
/// all members of a channel receive; replies and everything that is read need the refs that <see cref="PhoenixConnection"/> keeps.
/// </summary>
public sealed class PhoenixProtocol : IClientProtocol
{
    public static readonly PhoenixProtocol Instance = new();

    private PhoenixProtocol()
    {
    }

    public string Name => "phoenix";

    public ProtocolTraits Traits => ProtocolTraits.ManyTopics | ProtocolTraits.ReportsGaps;

    public IClientProtocol ForConnection() => new PhoenixConnection();

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        switch (serverEvent)
        {
            case ServerEvent.Message message:
                PhoenixWriter.WriteBroadcast(output, message.Topic, message.Publication);
                return true;
            case ServerEvent.Gap gap:
                PhoenixWriter.Write(output, null, null, gap.Topic.Value, "gap", json => WriteRange(json, gap));
                return true;
            default:
                return false;
        }
    }

    private static void WriteRange(Utf8JsonWriter json, ServerEvent.Gap gap)
    {
        json.WriteNumber("from"u8, gap.Missed.From);
        json.WriteNumber("to"u8, gap.Missed.To);
        json.WriteString("reason"u8, gap.Missed.Reason);
    }
}
