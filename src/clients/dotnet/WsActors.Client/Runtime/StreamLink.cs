using WsActors.Client.Transport;

namespace WsActors.Client.Runtime;

/// <summary>One request for an event stream and what comes of it.</summary>
internal sealed class StreamLink(ClientRuntime runtime, int id) : IStreamListener
{
    private readonly Cancellation _closed = new();
    private readonly Lock _gate = new();
    private IDisposable? _stream;

    /// <summary>Gets a token, and opens the stream with it.</summary>
    public async Task StartAsync(Uri address, TokenSource tokens, ITransport transport)
    {
        string? token;
        try
        {
            token = await tokens.GetAsync(_closed.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The next attempt for a WebSocket reports it.
            OnClosed();
            return;
        }

        lock (_gate)
        {
            if (!_closed.IsRequested)
                _stream = transport.OpenStream(address, token, this);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed.Request();
            _stream?.Dispose();
        }
    }

    public void OnBytes(ReadOnlySpan<byte> bytes) => runtime.OnStreamBytes(id, bytes);

    public void OnRefused(string body, long? retryAfterMs) => runtime.Do(core => core.Streams.OnRefused(id, body, retryAfterMs));

    public void OnClosed() => runtime.OnStreamClosed(id);
}
