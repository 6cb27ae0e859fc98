using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WsActors.Publishing.Sending;
using WsActors.Publishing.Wire;

namespace WsActors.Publishing;

/// <summary>
/// Publishes over the admin API. A publication whose failure may pass is repeated under its idempotency key, so that it is published once.
/// It is safe for use from several threads.
/// </summary>
public sealed class WsActorsPublisher : IPushPublisher
{
    private const string Json = "application/json";

    private readonly AdminApi _api;
    private readonly Retries _retries;
    private readonly JsonSerializerContext? _json;

    /// <summary>Makes a publisher.</summary>
    /// <param name="http">The client, which stays the application's. Its own timeout counts too.</param>
    /// <param name="options">Options with at least an address.</param>
    public WsActorsPublisher(HttpClient http, WsActorsPublisherOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _api = new AdminApi(http, options.Address!, options.ApiKey, options.AttemptTimeout, options.TimeProvider);
        _retries = new Retries(new RetryPolicy(options.MaxAttempts, options.MinBackOff, options.MaxBackOff, options.Random), options.TimeProvider);
        _json = options.Json;
    }

    /// <summary>Publishes data as JSON that <see cref="WsActorsPublisherOptions.Json"/> describes.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    public Task<Published> PublishAsync<T>(string topic, T data, PublicationOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, JsonSerializer.SerializeToUtf8Bytes(data, PublishingJson.TypeOf<T>(_json)), Json, options, cancellationToken);

    /// <summary>Publishes data as JSON that a contract describes.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    public Task<Published> PublishAsync<T>(
        string topic, T data, JsonTypeInfo<T> type, PublicationOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, JsonSerializer.SerializeToUtf8Bytes(data, type), Json, options, cancellationToken);

    /// <summary>Publishes JSON that is there already, for example in an outbox.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    public Task<Published> PublishJsonAsync(
        string topic, ReadOnlyMemory<byte> json, PublicationOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, json, Json, options, cancellationToken);

    /// <summary>Publishes text.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    public Task<Published> PublishTextAsync(
        string topic, string text, PublicationOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", options, cancellationToken);

    /// <summary>Publishes binary data.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">The keys, and who does not receive it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">It was not published, or its outcome is unknown.</exception>
    public Task<Published> PublishBinaryAsync(
        string topic, ReadOnlyMemory<byte> data, PublicationOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, data, "application/octet-stream", options, cancellationToken);

    /// <summary>Publishes many messages to many topics. Those that fail for a reason that may pass are sent again, without the others.</summary>
    /// <param name="messages">The messages, at most as many as the server's <c>Admin:MaxBatchMessages</c> (1000).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One list per message, in the same order, with one result per topic.</returns>
    /// <exception cref="PublishException">The server refused the batch as a whole, or did not answer at all.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<PublicationResult>>> PublishBatchAsync(
        IReadOnlyList<Publication> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
            return [];

        var progress = new BatchProgress([.. messages.Select(message => message with { Options = WithKey(message.Options) })]);
        var answer = await _retries.RunAsync(() => AttemptAsync(progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (answer.Error is { } error && !progress.HasResults)
            throw new PublishException(error, answer.Cause);
        if (answer is { Error: { } last, Body: null })
            progress.Fail(last);
        return progress.Results();
    }

    private async Task<Answer> AttemptAsync(BatchProgress progress, CancellationToken cancellation)
    {
        var answer = await _api.PostAsync("api/publish", progress.Body, Json, null, cancellation).ConfigureAwait(false);
        return answer.Body is { } body ? answer with { Error = progress.Take(body) } : answer;
    }

    private async Task<Published> PublishAsync(
        string topic, ReadOnlyMemory<byte> body, string contentType, PublicationOptions? options, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var keyed = WithKey(options ?? new PublicationOptions());
        var path = $"api/topics/{Uri.EscapeDataString(topic)}/messages";
        var answer = await _retries.RunAsync(() => _api.PostAsync(path, body, contentType, keyed, cancellation), cancellation).ConfigureAwait(false);
        if (answer.Error is { } error)
            throw new PublishException(error with { IdempotencyKey = keyed.IdempotencyKey }, answer.Cause);
        return JsonSerializer.Deserialize(answer.Body, PublishingJson.Default.Published)!;
    }

    private static PublicationOptions WithKey(PublicationOptions options) =>
        options.IdempotencyKey is null ? options with { IdempotencyKey = Guid.CreateVersion7().ToString("N") } : options;
}
