using System.Text.Json;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Testing.Fuzzing;

/// <summary>Any message is a command or named as none, and what is answered with the peer's own words in it is JSON.</summary>
internal static class JsonFuzz
{
    // A publication in its envelope is one deeper than alone.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = Publication.MaxJsonDepth + 1 };

    public static void Feed(ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var command = JsonProtocol.Instance.Read(MessageKind.Text, bytes);
        Invariant.ExpectBounded(before, bytes.Length, bytesEach: 32);
        switch (command)
        {
            case ClientCommand.Publish publish:
                ExpectMessage(publish);
                break;
            case ClientCommand.Invalid invalid:
                ExpectAnswer(invalid.Id, new ServerEvent.Error(invalid.Id, invalid.Code, invalid.Message));
                break;
            case ClientCommand.Ping ping:
                ExpectAnswer(ping.Id, new ServerEvent.Pong(ping.Id));
                break;
            case ClientCommand.Subscribe subscribe:
                ExpectAnswer(subscribe.Id, new ServerEvent.Unsubscribed(subscribe.Id, subscribe.Topic, null));
                break;
            case ClientCommand.Unsubscribe unsubscribe:
                ExpectAnswer(unsubscribe.Id, new ServerEvent.Unsubscribed(unsubscribe.Id, unsubscribe.Topic, null));
                break;
            case ClientCommand.History history:
                Invariant.Expect(history.Limit is >= 1 and <= ClientCommand.MaxHistoryLimit, $"the limit {history.Limit} was accepted");
                break;
            default:
                throw new InvalidOperationException($"nobody can say {command} in JSON");
        }
    }

    private static void ExpectMessage(ClientCommand.Publish publish)
    {
        ExpectAnswer(publish.Id, new ServerEvent.Published(publish.Id, 1));
        using var sent = JsonDocument.Parse(publish.Publication.Payload);
        using var told = Tell(new ServerEvent.Message(publish.Topic!, publish.Publication, null));
        Invariant.Expect(told.RootElement.GetProperty("data").GetRawText() == sent.RootElement.GetRawText(), "the data was changed");
        Invariant.Expect(told.RootElement.GetProperty("topic").GetString() == publish.Topic!.Value, "the topic was changed");
    }

    private static void ExpectAnswer(RequestId? id, ServerEvent answer)
    {
        using var told = Tell(answer);
        var hasId = told.RootElement.TryGetProperty("id", out var toldId);
        Invariant.Expect(hasId ? toldId.GetRawText() == id?.Json : id is null, "the answer has another id");
    }

    private static JsonDocument Tell(ServerEvent answer) =>
        JsonDocument.Parse(ServerFrame.ReadAll(JsonProtocol.Instance.Write(answer))[0].Payload, Deep);
}
