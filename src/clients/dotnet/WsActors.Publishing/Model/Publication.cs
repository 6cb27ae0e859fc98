using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WsActors.Publishing;

/// <summary>A message of a batch.</summary>
public sealed record Publication
{
    private Publication(IReadOnlyList<string> topics, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(topics);
        if (topics.Count == 0)
            throw new ArgumentException("A message needs at least one topic.", nameof(topics));
        (Topics, Json) = (topics, json);
    }

    /// <summary>The topics to publish to.</summary>
    public IReadOnlyList<string> Topics { get; init; }

    /// <summary>The data as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The keys of the message, and who does not receive it.</summary>
    public PublicationOptions Options { get; init; } = new();

    /// <summary>Makes a message for one topic.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data, which are serialized now.</param>
    /// <param name="type">The JSON of the data.</param>
    public static Publication Of<T>(string topic, T data, JsonTypeInfo<T> type) => Of([topic], data, type);

    /// <summary>Makes a message for several topics.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topics">The topics.</param>
    /// <param name="data">The data, which are serialized now.</param>
    /// <param name="type">The JSON of the data.</param>
    public static Publication Of<T>(IReadOnlyList<string> topics, T data, JsonTypeInfo<T> type) =>
        new(topics, JsonSerializer.SerializeToUtf8Bytes(data, type));

    /// <summary>Makes a message of JSON that is there already, for example in an outbox.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="json">The data as JSON in UTF-8.</param>
    public static Publication OfJson(IReadOnlyList<string> topics, ReadOnlyMemory<byte> json) => new(topics, json);
}
