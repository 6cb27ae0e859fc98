using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Publishing;
using Payload = WsActors.Protocol.Topics.Publication;
using Publication = WsActors.Publishing.Publication;
using PublicationResult = WsActors.Publishing.PublicationResult;

namespace WsActors.AspNetCore.Embedding;

/// <summary>
/// Publishes to the node of the same application, with the results and errors of <see cref="WsActorsPublisher"/>. It makes one attempt: nothing
/// lies between that could lose a request, and the node's refusals say if another attempt is worth it.
/// </summary>
internal sealed class NodePublisher(NodeHost host, IOptions<JsonOptions> json) : IPushPublisher
{
    private IServiceProvider Services => host.Services
        ?? throw new InvalidOperationException("The push node has not started, or has ended: publish while the application runs.");

    public Task<Published> PublishAsync<T>(string topic, T data, PublicationOptions? options, CancellationToken cancellationToken) =>
        PublishOwnJsonAsync(topic, JsonSerializer.SerializeToUtf8Bytes(data, json.Value.SerializerOptions), options, cancellationToken);

    public Task<Published> PublishAsync<T>(
        string topic, T data, JsonTypeInfo<T> type, PublicationOptions? options, CancellationToken cancellationToken) =>
        PublishOwnJsonAsync(topic, JsonSerializer.SerializeToUtf8Bytes(data, type), options, cancellationToken);

    public Task<Published> PublishJsonAsync(
        string topic, ReadOnlyMemory<byte> json, PublicationOptions? options, CancellationToken cancellationToken) =>
        PublishOwnJsonAsync(topic, json.ToArray(), options, cancellationToken);

    public Task<Published> PublishTextAsync(string topic, string text, PublicationOptions? options, CancellationToken cancellationToken) =>
        Payload.TryParseText(Encoding.UTF8.GetBytes(text), out var payload, out var fault)
            ? PublishAsync(topic, payload, options, cancellationToken)
            : Task.FromException<Published>(Refusal(Problems.MalformedText, fault));

    // The topic keeps the bytes, and the caller may use its buffer again.
    public Task<Published> PublishBinaryAsync(
        string topic, ReadOnlyMemory<byte> data, PublicationOptions? options, CancellationToken cancellationToken) =>
        PublishAsync(topic, Payload.FromBinary(data.ToArray()), options, cancellationToken);

    public async Task<IReadOnlyList<IReadOnlyList<PublicationResult>>> PublishBatchAsync(
        IReadOnlyList<Publication> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
            return [];

        var services = Services;
        BatchMessage?[] batch = [.. messages.Select(MessageOf)];
        if (BatchBody.FaultOfSize(batch, services.GetRequiredService<AdminOptions>()) is { } fault)
            throw Refusal(Problems.BatchTooLarge, fault);

        var answer = await new BatchPublisher(services.GetRequiredService<PushNode>(), TraceParent.OfApplication).PublishAsync(batch).WaitAsync(cancellationToken);
        return [.. answer.Results.Select((result, index) => ResultsOf(messages[index], result))];
    }

    private Task<Published> PublishOwnJsonAsync(string topic, byte[] json, PublicationOptions? options, CancellationToken cancellationToken) =>
        Payload.TryParseJson(json, out var payload, out var fault)
            ? PublishAsync(topic, payload, options, cancellationToken)
            : Task.FromException<Published>(Refusal(Problems.MalformedJson, fault));

    private async Task<Published> PublishAsync(string topic, Payload payload, PublicationOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        options ??= new PublicationOptions();
        if (!TopicName.TryParse(topic, out var name, out var fault))
            throw Refusal(ErrorCode.InvalidTopic, fault);
        if (FaultOf(options) is { } wrong)
            throw Refusal(wrong.Code, wrong.Message);

        var publish = new TopicRequest.Publish(name, payload.About(options.DeliveryKey).Excluding(options.Except), PublicationSource.AdminApi)
        {
            IdempotencyKey = options.IdempotencyKey,
        };
        return await AskAsync(publish, cancellationToken) switch
        {
            TopicReply.Published done => new Published(done.Topic.Value, done.Position.Epoch, done.Position.Offset, done.Subscribers, done.IsRepeated),
            TopicReply.Refused refused => throw new PublishException(
                new PublicationError(refused.Code, refused.Message) { IdempotencyKey = options.IdempotencyKey }),
            var other => throw new InvalidOperationException($"unexpected answer {other}"),
        };
    }

    private async Task<object> AskAsync(TopicRequest.Publish publish, CancellationToken cancellationToken)
    {
        var node = Services.GetRequiredService<PushNode>();
        using var call = node.BeginPublish(publish, TraceParent.OfApplication);
        try
        {
            return call.Answered(await node.AskTopicsAsync(call.Traced(publish)).WaitAsync(cancellationToken));
        }
        catch (AskTimeoutException late)
        {
            call.TimedOut();
            throw new PublishException(
                new PublicationError(Problems.Timeout, "no answer in time, so the message may or may not have been published")
                {
                    IdempotencyKey = publish.IdempotencyKey,
                    IsOutcomeUnknown = true,
                },
                late);
        }
    }

    private static (string Code, string Message)? FaultOf(PublicationOptions options)
    {
        if (options.IdempotencyKey is { } key && IdempotencyKeys.FaultOfKey(key) is { } keyFault)
            return (Problems.InvalidIdempotencyKey, keyFault);
        if (options.DeliveryKey is { } about && Payload.FaultOfKey(about) is { } aboutFault)
            return (Problems.InvalidDeliveryKey, aboutFault);

        return options.Except is { } except && ConnectionId.FaultOfExcept(except) is { } exceptFault ? (Problems.InvalidExcept, exceptFault) : null;
    }

    private static BatchMessage MessageOf(Publication message)
    {
        using var data = JsonDocument.Parse(message.Json);
        var options = message.Options;
        return new BatchMessage(message.Topics, data.RootElement.Clone(), options.IdempotencyKey, options.DeliveryKey, options.Except);
    }

    // A message that is refused as a whole has one result, without a topic.
    private static IReadOnlyList<PublicationResult> ResultsOf(Publication message, BatchResult result) =>
        result.Topics is [{ Topic: null, Error: { } error }]
            ? [.. message.Topics.Select(topic => new PublicationResult(topic, null, ErrorOf(message, error)))]
            : [.. result.Topics.Select(topic => new PublicationResult(
                topic.Topic!,
                topic.Error is null ? new Published(topic.Topic!, topic.Epoch!, topic.Offset!.Value, topic.Subscribers!.Value, topic.Repeated) : null,
                topic.Error is null ? null : ErrorOf(message, topic.Error)))];

    private static PublicationError ErrorOf(Publication message, BatchError error) => new(error.Code, error.Message)
    {
        IdempotencyKey = message.Options.IdempotencyKey,
        IsOutcomeUnknown = error.Code == Problems.Timeout,
    };

    private static PublishException Refusal(string code, string message) => new(new PublicationError(code, message));
}
