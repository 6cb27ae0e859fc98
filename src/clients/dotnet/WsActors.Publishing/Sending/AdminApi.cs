using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WsActors.Publishing.Wire;

namespace WsActors.Publishing.Sending;

/// <summary>One request to the admin API, whose failures are values.</summary>
internal sealed class AdminApi(HttpClient http, Uri address, string? apiKey, TimeSpan attemptTimeout, TimeProvider time)
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    // A slash at the end, so that a path within the address stays.
    private readonly Uri _root = new(address.AbsoluteUri.TrimEnd('/') + "/");

    /// <exception cref="OperationCanceledException">The application gave up.</exception>
    public async Task<Answer> PostAsync(
        string path, ReadOnlyMemory<byte> body, string contentType, PublicationOptions? options, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(attemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = Request(path, body, contentType, options);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response, either.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? new Answer(answer, null) : new Answer(null, ErrorOf(response, answer));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var reason = limit.IsCancellationRequested ? $"there was no answer within {attemptTimeout.TotalSeconds} s" : e.Message;
            return new Answer(null, new PublicationError(PublicationError.NoAnswer, $"The server did not answer: {reason}."), e);
        }
    }

    private HttpRequestMessage Request(string path, ReadOnlyMemory<byte> body, string contentType, PublicationOptions? options)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        Add(request, "X-API-Key", apiKey);
        Add(request, "Idempotency-Key", options?.IdempotencyKey);
        Add(request, "Delivery-Key", options?.DeliveryKey);
        Add(request, "WsActors-Except", options?.Except);
        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
            request.Headers.Add(name, value);
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
    }

    private static PublicationError ErrorOf(HttpResponseMessage response, byte[] body)
    {
        var problem = ProblemOf(response, body);
        return new PublicationError(
            problem?.Code ?? PublicationError.HttpError, problem?.Detail ?? $"The answer was {(int)response.StatusCode} {response.ReasonPhrase}.")
        {
            Status = response.StatusCode,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    // A proxy may answer too, in another form.
    private static Problem? ProblemOf(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return null;
        try
        {
            return JsonSerializer.Deserialize(body, PublishingJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
