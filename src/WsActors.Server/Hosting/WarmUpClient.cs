using System.Net.WebSockets;
using System.Text;
using WsActors.Protocol.Clients.Json;

namespace WsActors.Server.Hosting;

/// <summary>
/// A client of the warm-up. It connects over a socket as browsers do, subscribes, sends a ping, receives publications and closes.
/// </summary>
/// <param name="server">Where it connects.</param>
/// <param name="http">Opens the sockets of all clients.</param>
internal sealed class WarmUpClient(Uri server, HttpMessageInvoker http) : IDisposable
{
    public const string Topic = "warm-up";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Returns when the server has confirmed the subscription.</summary>
    public async Task SubscribeAsync(CancellationToken cancellation)
    {
        _socket.Options.AddSubProtocol(JsonProtocol.Subprotocol);
        _socket.Options.SetRequestHeader("Origin", $"http://{server.Authority}");
        await _socket.ConnectAsync(server, http, cancellation);
        await SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{Topic}}"}""", cancellation);
        await SendAsync("""{"type":"ping","id":2}""", cancellation);
        await ReceiveAsync("\"subscribed\"", cancellation);
    }

    /// <summary>Returns when this many publications have arrived and the connection is closed.</summary>
    public async Task ReceiveAndCloseAsync(int publications, CancellationToken cancellation)
    {
        for (var received = 0; received < publications; received++)
            await ReceiveAsync("\"message\"", cancellation);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
    }

    public void Dispose() => _socket.Dispose();

    private ValueTask SendAsync(string message, CancellationToken cancellation) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    // Receives messages up to the first that contains a word. Those of the warm-up are shorter than the buffer.
    private async Task ReceiveAsync(string word, CancellationToken cancellation)
    {
        string message;
        do
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("the server closed the connection");
            message = Encoding.UTF8.GetString(_buffer, 0, received.Count);
        }
        while (!message.Contains(word, StringComparison.Ordinal));
    }
}
