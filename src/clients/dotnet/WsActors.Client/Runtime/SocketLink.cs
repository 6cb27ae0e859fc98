using WsActors.Client.Core;
using WsActors.Client.Transport;

namespace WsActors.Client.Runtime;

/// <summary>One attempt to connect and the WebSocket that comes of it.</summary>
internal sealed class SocketLink(ClientRuntime runtime, int id) : ISocketListener
{
    private readonly Cancellation _dropped = new();
    private readonly Lock _gate = new();
    private ISocket? _socket;

    /// <summary>Gets a token, and connects with it.</summary>
    public async Task StartAsync(Uri address, TokenSource tokens, ITransport transport)
    {
        string? token;
        try
        {
            token = await tokens.GetAsync(_dropped.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            runtime.OnTokenFailed(id, e);
            return;
        }

        runtime.Do(core => core.Attempts.OnToken(id));
        lock (_gate)
        {
            // A late token opens nothing.
            if (!_dropped.IsRequested)
                _socket = transport.Connect(address, token, this);
        }
    }

    public void Send(ReadOnlyMemory<byte> bytes) => _socket?.Send(bytes);

    public void Close()
    {
        lock (_gate)
        {
            _dropped.Request();
            _socket?.Close();
        }
    }

    public void Abandon()
    {
        lock (_gate)
        {
            _dropped.Request();
            _socket?.Abandon();
        }
    }

    public void OnMessage(ReadOnlySpan<byte> utf8) => runtime.OnMessage(id, utf8);

    public void OnClosed(SocketEnd end) => runtime.OnClosed(id, end);
}
