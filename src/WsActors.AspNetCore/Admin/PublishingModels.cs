using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;

namespace WsActors.AspNetCore.Admin;

/// <summary>The result of a publication that was accepted and sent to every subscriber.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The id of the log that assigned the offset.</param>
/// <param name="Offset">Its offset in that log.</param>
/// <param name="Subscribers">The number of connections on this node that it was sent to.</param>
internal sealed record PublishedAnswer(string Topic, string Epoch, long Offset, int Subscribers)
{
    /// <summary>True if the idempotency key was known: the message was published before, with this offset.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Repeated { get; init; }

    internal static PublishedAnswer Of(TopicReply.Published published) => new(
        published.Topic.Value, published.Position.Epoch, published.Position.Offset, published.Subscribers)
    {
        Repeated = published.IsRepeated,
    };
}

/// <summary>Many messages for many topics.</summary>
internal sealed record BatchRequest(IReadOnlyList<BatchMessage?>? Messages);

/// <summary>One message of a batch: any JSON value for at least one topic.</summary>
/// <param name="Topics">The topics to publish to.</param>
/// <param name="Data">The data to publish.</param>
/// <param name="IdempotencyKey">A topic that knows this key does not publish the message again.</param>
/// <param name="Key">The subject: if a topic's rule has Delivery Latest, a slow subscriber receives the newest message per key.</param>
/// <param name="Except">The id of a connection that does not receive it.</param>
internal sealed record BatchMessage(
    IReadOnlyList<string?>? Topics, JsonElement Data, string? IdempotencyKey = null, string? Key = null, string? Except = null);

/// <summary>The results of a batch, one per message and in the same order.</summary>
internal sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>The results of one message, one per topic.</summary>
internal sealed record BatchResult(IReadOnlyList<TopicResult> Topics);

/// <summary>The result of one message in one topic: a position or an error.</summary>
internal sealed record TopicResult(string? Topic)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Offset { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Subscribers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Repeated { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BatchError? Error { get; init; }
}

/// <summary>The reason why a message was not published.</summary>
internal sealed record BatchError(string Code, string Message);
