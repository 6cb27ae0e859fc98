using System.Buffers;
using System.Text.Json;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Testing.InBand;

/// <summary>
/// A client protocol whose first command brings the token: the lines of a message are commands of the JSON protocol, and
/// <c>{"type":"connect","id":1,"token":"…"}</c> beside them. It has close codes of its own.
/// </summary>
public sealed class InBandProtocol : IClientProtocol
{
    public static readonly InBandProtocol Instance = new();

    /// <summary>The application does not let the client in.</summary>
    public static readonly CloseCode KeptOut = new(3003, "kept_out");

    /// <summary>The client did not connect in time.</summary>
    public static readonly CloseCode Stale = new(3008, "stale");

    private InBandProtocol()
    {
    }

    public string Name => "in_band";

    public ProtocolTraits Traits => ProtocolTraits.ManyTopics | ProtocolTraits.ReportsGaps | ProtocolTraits.CredentialsInBand;

    public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands)
    {
        foreach (var line in payload.Split((byte)'\n'))
        {
            if (ReadConnect(payload[line]) is { } connect)
                commands.Add(connect);
            else
                JsonProtocol.Instance.Read(kind, payload[line], ref commands);
        }
    }

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        if (serverEvent is not ServerEvent.Welcome welcome)
            return JsonProtocol.Instance.TryWrite(serverEvent, output, out kind);

        kind = MessageKind.Text;
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "connected"u8);
        json.WritePropertyName("id"u8);
        json.WriteRawValue(welcome.Id?.Json ?? "null");
        json.WriteString("user"u8, welcome.User);
        json.WriteEndObject();
        return true;
    }

    public CloseCode? CloseCodeOf(HandshakeRefusal refusal) => refusal.Status == 403 ? KeptOut : RefusalCloseCodes.Of(refusal);

    public CloseCode CloseCodeOf(CloseCode code) => code == CloseCode.ConnectTimeout ? Stale : code;

    private static ClientCommand.Connect? ReadConnect(ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToArray());
            var command = document.RootElement;
            if (command.GetProperty("type"u8).GetString() != "connect")
                return null;

            var id = RequestId.TryParse(JsonSerializer.SerializeToUtf8Bytes(command.GetProperty("id"u8)), out var parsed) ? parsed : null;
            return new ClientCommand.Connect(id, command.TryGetProperty("token"u8, out var token) ? new BearerToken(token.GetString()!) : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
