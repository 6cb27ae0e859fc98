using System.Runtime.InteropServices;
using System.Text.Json;
using WsActors.Actors.Topics;
using WsActors.Protocol.Push;
using WsActors.Server.Hosting;

namespace WsActors.Server.Admin;

/// <summary>Publishes one message of a batch to each of its topics.</summary>
internal static class BatchPublisher
{
    public static async Task<BatchResult> PublishAsync(BatchMessage? message, PushNode node)
    {
        if (message?.Topics is not { Count: > 0 } || message.Data.ValueKind == JsonValueKind.Undefined)
            return Refuse(null, Problems.MalformedRequest, "a message needs \"topics\", a list of one topic or more, and \"data\"");

        // As it was written: to serialize it again would escape what needs no escape.
        if (!Publication.TryParseJson(JsonMarshal.GetRawUtf8Value(message.Data).ToArray(), out var publication, out var fault))
            return Refuse(null, Problems.MalformedJson, fault);

        if (message.IdempotencyKey is { } key && IdempotencyKey.FaultOf(key) is { } keyFault)
            return Refuse(null, Problems.InvalidIdempotencyKey, keyFault);

        var results = message.Topics.Select(topic => PublishToAsync(topic, publication, message.IdempotencyKey, node)).ToArray();
        return new BatchResult(await Task.WhenAll(results));
    }

    private static async Task<TopicResult> PublishToAsync(string? topic, Publication publication, string? key, PushNode node)
    {
        if (!TopicName.TryParse(topic ?? string.Empty, out var name, out var fault))
            return new TopicResult(topic) { Error = new BatchError(ErrorCode.InvalidTopic, fault) };

        var publish = new TopicsActor.Publish(name, publication, PublicationSource.AdminApi) { IdempotencyKey = key };
        return await node.AskTopicsAsync(publish) switch
        {
            TopicActor.Published published => new TopicResult(topic)
            {
                Epoch = published.Position.Epoch,
                Offset = published.Position.Offset,
                Subscribers = published.Subscribers,
                Repeated = published.IsRepeated,
            },
            TopicsActor.Refused refused => new TopicResult(topic) { Error = new BatchError(refused.Code, refused.Message) },
            var other => throw new InvalidOperationException($"unexpected answer {other}"),
        };
    }

    private static BatchResult Refuse(string? topic, string code, string message) =>
        new([new TopicResult(topic) { Error = new BatchError(code, message) }]);
}
