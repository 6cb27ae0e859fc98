using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Server.Admin;

/// <summary>A publication was accepted and told to every subscriber.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The log that numbered it.</param>
/// <param name="Offset">Its number in that log.</param>
/// <param name="Subscribers">Connections of this node that it was told to.</param>
public sealed record PublishedAnswer(string Topic, string Epoch, long Offset, int Subscribers)
{
    /// <summary>True where the idempotency key was known: the publication is there already, under this offset.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Repeated { get; init; }

    internal static PublishedAnswer Of(TopicReply.Published published) => new(
        published.Topic.Value, published.Position.Epoch, published.Position.Offset, published.Subscribers)
    {
        Repeated = published.IsRepeated,
    };
}

/// <summary>Many messages for many topics.</summary>
public sealed record BatchRequest(IReadOnlyList<BatchMessage?>? Messages);

/// <summary>One message of a batch: any JSON value for one topic or more.</summary>
/// <param name="Topics">Where it goes.</param>
/// <param name="Data">What is published.</param>
/// <param name="IdempotencyKey">A topic that remembers it takes the message for a repeated one.</param>
/// <param name="Key">What it is about: where a topic's rule says Latest, a slow reader gets the newest of each key.</param>
public sealed record BatchMessage(IReadOnlyList<string?>? Topics, JsonElement Data, string? IdempotencyKey = null, string? Key = null);

/// <summary>One result for each message, in their order.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>What became of one message, topic by topic.</summary>
public sealed record BatchResult(IReadOnlyList<TopicResult> Topics);

/// <summary>What became of one message in one topic: a position, or an error.</summary>
public sealed record TopicResult(string? Topic)
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

/// <summary>Why a message was not published.</summary>
public sealed record BatchError(string Code, string Message);
