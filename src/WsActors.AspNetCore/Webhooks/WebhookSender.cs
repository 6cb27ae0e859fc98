using System.Net.Http.Headers;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Posts a signed message and reads a bounded response. Thread-safe.</summary>
/// <param name="handler">The transport of the requests.</param>
/// <param name="options">The secrets.</param>
/// <param name="time">The clock for the signed timestamp.</param>
internal sealed class WebhookSender(HttpMessageHandler handler, WebhookOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Largest size of a response in bytes; a user and a list of topics need little.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly WebhookSecret[] _secrets = [.. options.Secrets.Select(WebhookSecret.Parse)];

    /// <summary>
    /// Creates the handler for real requests. It follows no redirects, so that no signed request reaches another receiver. It uses no
    /// cookies and no proxy, and resolves names again within minutes; IHttpClientFactory would do that too, but log each request.
    /// </summary>
    public static SocketsHttpHandler Sockets(WebhookOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = options.DecisionTimeout,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = MaxAnswerBytes,
    };

    /// <param name="message">The message to post.</param>
    /// <param name="wantsBody">True to read the body of the response.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="HttpRequestException">There is no response, or its body is too long.</exception>
    public async Task<WebhookResponse> PostAsync(WebhookMessage message, bool wantsBody, CancellationToken cancellation)
    {
        using var request = Sign(message);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var body = wantsBody ? await ReadAsync(response.Content, cancellation) : default;
        return new WebhookResponse((int)response.StatusCode, body);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Sign(WebhookMessage message)
    {
        var now = time.GetUtcNow();
        var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = content };
        request.Headers.Add("User-Agent", "WsActors");
        request.Headers.Add(WebhookSignature.IdHeader, message.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(now));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(_secrets, message.Id, now, message.Body));
        return request;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var body = new byte[MaxAnswerBytes + 1];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        return length <= MaxAnswerBytes
            ? body.AsMemory(0, length)
            : throw new HttpRequestException($"the answer is over {MaxAnswerBytes} bytes");
    }
}
