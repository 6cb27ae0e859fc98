namespace WsActors.Client.Transport;

/// <summary>The network. No call waits; what happens is reported to the listener.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>Opens a WebSocket.</summary>
    ISocket Connect(Uri address, string? token, ISocketListener listener);

    /// <summary>Requests an event stream, which disposing ends.</summary>
    IDisposable OpenStream(Uri address, string? token, IStreamListener listener);
}
