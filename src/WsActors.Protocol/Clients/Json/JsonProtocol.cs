using System.Buffers;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Json;

/// <summary>
/// The full client protocol: one JSON object in each text message, whose <c>type</c> names its kind. docs/client-protocol.md lists both
/// directions.
/// </summary>
public sealed class JsonProtocol : IClientProtocol
{
    /// <summary>The name that clients offer in Sec-WebSocket-Protocol (RFC 6455 §1.9).</summary>
    public const string Subprotocol = "wsactors.v1.json";

    public static readonly JsonProtocol Instance = new();

    private JsonProtocol()
    {
    }

    public string Name => "json";

    public IReadOnlyList<string> Subprotocols { get; } = [Subprotocol];

    public ProtocolTraits Traits => ProtocolTraits.ManyTopics | ProtocolTraits.ReportsGaps;

    public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands) =>
        commands.Add(kind == MessageKind.Text
            ? JsonCommandReader.Read(payload)
            : new ClientCommand.Invalid(
                null, ErrorCode.MalformedCommand, "a binary message is not allowed: send JSON in a text message"));

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;

        // The close frame says it.
        if (serverEvent is ServerEvent.Ended)
            return false;

        JsonEventWriter.Write(serverEvent, output);
        return true;
    }

    public MessageSubject SubjectOf(ReadOnlySpan<byte> payload, bool isWhole) => JsonSubjectReader.Read(payload, isWhole);
}
