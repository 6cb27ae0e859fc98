using System.Buffers;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Echo;

/// <summary>Returns every message as it came and sends nothing else: a connection test.</summary>
public sealed class EchoProtocol : IClientProtocol
{
    public static readonly EchoProtocol Instance = new();

    private EchoProtocol()
    {
    }

    public string Name => "echo";

    public ProtocolTraits Traits => ProtocolTraits.None;

    public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands) =>
        commands.Add(new ClientCommand.Echo(kind));

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = default;
        return false;
    }

    public MessageSubject SubjectOf(ReadOnlySpan<byte> payload, bool isWhole) => MessageSubject.None;
}
