using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>
/// Server-sent events over HTTP/1.0, as nginx asks for them unless it is told otherwise: the events of
/// <see cref="EventStreamProtocol"/> without chunks, which HTTP/1.0 does not know (RFC 9112 §6.1). The end of the connection ends the
/// response.
/// </summary>
public sealed class OldEventStreamProtocol : IClientProtocol
{
    public static readonly OldEventStreamProtocol Instance = new();

    private OldEventStreamProtocol()
    {
    }

    public string Name => EventStreamProtocol.Instance.Name;

    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload) => EventStreamProtocol.Instance.Read(kind, payload);

    // Each event is one chunk.
    public byte[]? Write(ServerEvent serverEvent) =>
        EventStreamProtocol.Instance.Write(serverEvent) is { } chunk ? Chunk.DataOf(chunk) : null;
}
