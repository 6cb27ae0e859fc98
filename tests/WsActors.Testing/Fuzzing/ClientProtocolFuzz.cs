using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Testing.Fuzzing;

/// <summary>Any message, text or binary, is read by every client protocol without a fault, at a cost in proportion, and can be answered.</summary>
public static class ClientProtocolFuzz
{
    private static readonly IClientProtocol[] Protocols =
        [JsonProtocol.Instance, PlainProtocol.Instance, EchoProtocol.Instance, EventStreamProtocol.Instance, EventStreamProtocol.Json, PollProtocol.Resuming];

    public static void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var protocol in Protocols)
            Feed(protocol, bytes);
    }

    /// <exception cref="InvalidOperationException">An invariant is broken.</exception>
    public static void Feed(IClientProtocol protocol, ReadOnlySpan<byte> bytes)
    {
        var spoken = protocol.ForConnection();
        Feed(spoken, MessageKind.Text, bytes);
        Feed(spoken, MessageKind.Binary, bytes);
    }

    private static void Feed(IClientProtocol protocol, MessageKind kind, ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var commands = default(ClientCommands);
        protocol.Read(kind, bytes, ref commands);
        Invariant.ExpectBounded(before, bytes.Length, bytesEach: 256);
        Invariant.Expect(commands.Count <= bytes.Length + 1, $"{commands.Count} commands in {bytes.Length} bytes");

        var encoding = new ClientEncoding(protocol, WebSocketCarrier.Instance);
        for (var i = 0; i < commands.Count; i++)
        {
            var error = commands[i] is ClientCommand.Invalid invalid
                ? new ServerEvent.Error(invalid.Id, invalid.Code, invalid.Message)
                : new ServerEvent.Error(commands[i].Request, ErrorCode.RateLimited, "send slower");
            Invariant.Expect(encoding.Encode(error) is not { Length: < 2 }, "an answer is no frame");
        }
    }
}
