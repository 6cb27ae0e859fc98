using System.Buffers;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Actors.Tests.Topics.FanOut;

/// <summary>A client protocol of a host that cannot express binary publications.</summary>
internal sealed class TextOnlyProtocol : IClientProtocol
{
    public static readonly TextOnlyProtocol Instance = new();

    public string Name => "text-only";

    public ProtocolTraits Traits => JsonProtocol.Instance.Traits;

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        return serverEvent is not ServerEvent.Message { Publication.Format: PayloadFormat.Binary }
            && JsonProtocol.Instance.TryWrite(serverEvent, output, out kind);
    }
}
