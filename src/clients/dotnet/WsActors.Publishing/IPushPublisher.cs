using System.Text.Json.Serialization.Metadata;

namespace WsActors.Publishing;

/// <summary>
/// Publishes to a push server: <see cref="WsActorsPublisher"/> over the admin API of another process, and the publisher of an embedded node
/// within the same one. It is safe for use from several threads.
/// </summary>
public interface IPushPublisher
{
    /// <summary>Publishes data as JSON of a type that the publisher knows.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    Task<Published> PublishAsync<T>(string topic, T data, PublicationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes data as JSON that a contract describes.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    Task<Published> PublishAsync<T>(
        string topic, T data, JsonTypeInfo<T> type, PublicationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes JSON that is there already, for example in an outbox.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    Task<Published> PublishJsonAsync(
        string topic, ReadOnlyMemory<byte> json, PublicationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes text.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    Task<Published> PublishTextAsync(string topic, string text, PublicationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes binary data.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    Task<Published> PublishBinaryAsync(
        string topic, ReadOnlyMemory<byte> data, PublicationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes many messages to many topics.</summary>
    /// <param name="messages">The messages, at most as many as the server's <c>Admin:MaxBatchMessages</c> (1000).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One list per message, in the same order, with one result per topic.</returns>
    /// <exception cref="PublishException">The server refused the batch as a whole, or did not answer at all.</exception>
    Task<IReadOnlyList<IReadOnlyList<PublicationResult>>> PublishBatchAsync(
        IReadOnlyList<Publication> messages, CancellationToken cancellationToken = default);
}
