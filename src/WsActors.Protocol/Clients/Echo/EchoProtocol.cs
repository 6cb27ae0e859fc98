using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Echo;

/// <summary>Every message comes back as it came, and the server says nothing of its own: a connection test.</summary>
public sealed class EchoProtocol : IClientProtocol
{
    public static readonly EchoProtocol Instance = new();

    private EchoProtocol()
    {
    }

    public string Name => "echo";

    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload) => new ClientCommand.Echo(kind);

    public byte[]? Write(ServerEvent serverEvent) => null;
}
