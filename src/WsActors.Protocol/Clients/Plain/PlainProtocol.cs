using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Plain;

/// <summary>
/// The connection is one topic: each publication arrives as a message that holds just the payload, and each message
/// of the client is a publication. There are no words for anything else but an empty message, where the client
/// asked for keep-alives.
/// </summary>
public sealed class PlainProtocol : IClientProtocol
{
    /// <summary>The name that clients offer in Sec-WebSocket-Protocol (RFC 6455 §1.9), for plain mode and for <c>/echo</c>; they need not.</summary>
    public const string Subprotocol = "wsactors.v1.plain";

    public static readonly PlainProtocol Instance = new();

    private PlainProtocol()
    {
    }

    public string Name => "plain";

    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var copy = payload.ToArray();
        if (kind == MessageKind.Binary)
            return new ClientCommand.Publish(null, null, Publication.FromBinary(copy));

        return Publication.TryParseText(copy, out var publication, out var fault)
            ? new ClientCommand.Publish(null, null, publication)
            : new ClientCommand.Invalid(null, ErrorCode.MalformedCommand, fault);
    }

    // A keep-alive is an empty text message: the least that a client can see, and nothing that it could take for data.
    public byte[]? Write(ServerEvent serverEvent) => serverEvent switch
    {
        ServerEvent.Message { Publication: var publication } =>
            FrameWriter.Frame(OpcodeFor(publication.Format), publication.Payload.Span),
        ServerEvent.KeptAlive => FrameWriter.Frame(Opcode.Text, []),
        _ => null,
    };

    private static Opcode OpcodeFor(PayloadFormat format) =>
        format == PayloadFormat.Binary ? Opcode.Binary : Opcode.Text;
}
