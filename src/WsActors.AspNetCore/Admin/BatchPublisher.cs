using System.Runtime.InteropServices;
using System.Text.Json;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Publishes a batch. Invalid messages are rejected first, and the others are sent to the topics together.</summary>
/// <param name="node">The node.</param>
/// <param name="parent">The publisher's trace context.</param>
internal sealed class BatchPublisher(PushNode node, TraceParent parent)
{
    private readonly List<TopicRequest.Publish> _publications = [];

    // The index of a publication stands in for its result until that is known.
    private readonly List<(TopicResult Result, int? Publication)[]> _messages = [];

    public async Task<BatchAnswer> PublishAsync(IReadOnlyList<BatchMessage?> messages)
    {
        foreach (var message in messages)
            _messages.Add(Prepare(message));

        var answers = _publications.Count == 0 ? [] : await node.PublishBatchAsync(_publications, parent);
        return new BatchAnswer([.. _messages.Select(topics => new BatchResult(
            [.. topics.Select(topic => topic.Publication is { } index ? ResultOf(topic.Result, answers[index]) : topic.Result)]))]);
    }

    private (TopicResult Result, int? Publication)[] Prepare(BatchMessage? message)
    {
        if (message?.Topics is not { Count: > 0 } || message.Data.ValueKind == JsonValueKind.Undefined)
            return Refuse(Problems.MalformedRequest, "a message needs \"topics\", a list of at least one topic, and \"data\"");

        // The original bytes, because serializing again would add escapes that JSON does not need.
        if (!Publication.TryParseJson(JsonMarshal.GetRawUtf8Value(message.Data).ToArray(), out var publication, out var fault))
            return Refuse(Problems.MalformedJson, fault);

        if (message.IdempotencyKey is { } key && IdempotencyKeys.FaultOfKey(key) is { } keyFault)
            return Refuse(Problems.InvalidIdempotencyKey, keyFault);

        if (message.Key is { } about && Publication.FaultOfKey(about) is { } aboutFault)
            return Refuse(Problems.InvalidDeliveryKey, aboutFault);

        if (message.Except is { } except && ConnectionId.FaultOfExcept(except) is { } exceptFault)
            return Refuse(Problems.InvalidExcept, exceptFault);

        var keyed = publication.About(message.Key).Excluding(message.Except);
        return [.. message.Topics.Select(topic => Prepare(topic, keyed, message.IdempotencyKey))];
    }

    private (TopicResult Result, int? Publication) Prepare(string? topic, Publication publication, string? key)
    {
        var result = new TopicResult(topic);
        if (!TopicName.TryParse(topic ?? string.Empty, out var name, out var fault))
            return (result with { Error = new BatchError(ErrorCode.InvalidTopic, fault) }, null);

        _publications.Add(new TopicRequest.Publish(name, publication, PublicationSource.AdminApi) { IdempotencyKey = key });
        return (result, _publications.Count - 1);
    }

    private static TopicResult ResultOf(TopicResult result, object? answer) => answer switch
    {
        TopicReply.Published published => result with
        {
            Epoch = published.Position.Epoch,
            Offset = published.Position.Offset,
            Subscribers = published.Subscribers,
            Repeated = published.IsRepeated,
        },
        TopicReply.Refused refused => result with { Error = new BatchError(refused.Code, refused.Message) },
        null => result with { Error = new BatchError(Problems.Timeout, "no answer in time, so the message may or may not have been published; try again with an idempotencyKey") },
        var other => throw new InvalidOperationException($"unexpected answer {other}"),
    };

    private static (TopicResult Result, int? Publication)[] Refuse(string code, string message) =>
        [(new TopicResult(Topic: null) { Error = new BatchError(code, message) }, null)];
}
