namespace WsActors.Client.Transport;

/// <summary>The real network: <see cref="System.Net.WebSockets.ClientWebSocket"/> and HTTP over one handler.</summary>
internal sealed class NetworkTransport(HttpMessageHandler handler, bool ownsHandler, int maxMessageBytes) : ITransport
{
    private readonly RunningTasks _running = new();

    public ISocket Connect(Uri address, string? token, ISocketListener listener)
    {
        var socket = new NetworkSocket(handler, maxMessageBytes, listener);
        _running.Start(() => socket.RunAsync(address, token));
        return socket;
    }

    public IDisposable OpenStream(Uri address, string? token, IStreamListener listener)
    {
        var stream = new NetworkStreamRequest(handler, listener);
        _running.Start(() => stream.RunAsync(address, token));
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await _running.WhenEndedAsync().ConfigureAwait(false);
        if (ownsHandler)
            handler.Dispose();
    }
}
