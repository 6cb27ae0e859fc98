using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace WsActors.Client.Transport;

/// <summary>A request for an event stream over the network.</summary>
internal sealed class NetworkStreamRequest(HttpMessageHandler handler, IStreamListener listener) : IDisposable
{
    private const string MediaType = "text/event-stream";
    private const int BufferBytes = 16 * 1024;

    private readonly Cancellation _disposed = new();

    public void Dispose() => _disposed.Request();

    public async Task RunAsync(Uri address, string? token)
    {
        try
        {
            using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await invoker.SendAsync(request, _disposed.Token).ConfigureAwait(false);
            await ReadAsync(response).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whatever happened: the stream is gone, and a WebSocket is tried next.
        }
        finally
        {
            listener.OnClosed();
        }
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await Refusals.ReadBodyAsync(response, _disposed.Token).ConfigureAwait(false);
            listener.OnRefused(body, Refusals.RetryAfterOf(response));
        }
        else if (response.Content.Headers.ContentType?.MediaType == MediaType)
        {
            await ReadEventsAsync(response).ConfigureAwait(false);
        }
    }

    private async Task ReadEventsAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(_disposed.Token).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await stream.ReadAsync(buffer, _disposed.Token).ConfigureAwait(false) is > 0 and var count)
                listener.OnBytes(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
