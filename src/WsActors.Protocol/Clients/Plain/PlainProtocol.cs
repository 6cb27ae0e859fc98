using System.Buffers;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Plain;

/// <summary>
/// The connection is one topic: each publication arrives as a message that holds just the payload, and each message
/// of the client is a publication. Nothing else can be expressed but a keep-alive, as an empty message, where the client
/// asked for keep-alives.
/// </summary>
public sealed class PlainProtocol : IClientProtocol
{
    /// <summary>The name that clients may offer in Sec-WebSocket-Protocol (RFC 6455 §1.9), for plain mode and for <c>/echo</c>.</summary>
    public const string Subprotocol = "wsactors.v1.plain";

    public static readonly PlainProtocol Instance = new();

    private PlainProtocol()
    {
    }

    public string Name => "plain";

    public IReadOnlyList<string> Subprotocols { get; } = [Subprotocol];

    public ProtocolTraits Traits => ProtocolTraits.None;

    public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands) =>
        commands.Add(Read(kind, payload.ToArray()));

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        switch (serverEvent)
        {
            case ServerEvent.Message { Publication: var publication }:
                kind = publication.Format == PayloadFormat.Binary ? MessageKind.Binary : MessageKind.Text;
                output.Write(publication.Payload.Span);
                return true;
            case ServerEvent.KeptAlive:
                // An empty text message: the least that a client can see, and nothing that it could take for data.
                return true;
            default:
                return false;
        }
    }

    public MessageSubject SubjectOf(ReadOnlySpan<byte> payload, bool isWhole) => MessageSubject.OfConnection;

    private static ClientCommand Read(MessageKind kind, byte[] payload)
    {
        if (kind == MessageKind.Binary)
            return new ClientCommand.Publish(null, null, Publication.FromBinary(payload));

        return Publication.TryParseText(payload, out var publication, out var fault)
            ? new ClientCommand.Publish(null, null, publication)
            : new ClientCommand.Invalid(null, ErrorCode.MalformedCommand, fault);
    }
}
