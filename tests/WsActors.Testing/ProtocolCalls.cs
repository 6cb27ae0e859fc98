using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Testing;

/// <summary>Calls of client protocols in the form that tests compare: one command in, one finished frame out.</summary>
public static class ProtocolCalls
{
    /// <summary>The message's only command.</summary>
    public static ClientCommand Read(this IClientProtocol protocol, MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var commands = default(ClientCommands);
        protocol.Read(kind, payload, ref commands);
        return commands.Count == 1 ? commands[0] : throw new InvalidOperationException($"{commands.Count} commands in one message");
    }

    /// <summary>The event as a finished frame of the protocol's usual carrier; null if the protocol cannot express it.</summary>
    public static byte[]? Write(this IClientProtocol protocol, ServerEvent serverEvent) =>
        new ClientEncoding(protocol, CarrierOf(protocol)).Encode(serverEvent);

    private static ICarrier CarrierOf(IClientProtocol protocol) => protocol switch
    {
        EventStreamProtocol => EventStreamCarrier.Chunked,
        PollProtocol => LongPollCarrier.Instance,
        _ => WebSocketCarrier.Instance,
    };
}
