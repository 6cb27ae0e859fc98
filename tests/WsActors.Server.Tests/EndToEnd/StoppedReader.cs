using System.Net.WebSockets;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A client of the JSON protocol that subscribes and then reads nothing until it is asked to.</summary>
internal sealed class StoppedReader : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(90));
    private readonly MemoryStream _message = new();

    private StoppedReader()
    {
    }

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <param name="push">The server.</param>
    /// <param name="topic">What it subscribes to.</param>
    /// <param name="deflate">Its offer to compress; null: none.</param>
    public static async Task<StoppedReader> OpenAsync(Uri push, string topic, WebSocketDeflateOptions? deflate = null)
    {
        var reader = new StoppedReader();
        reader._socket.Options.DangerousDeflateOptions = deflate;
        await reader._socket.ConnectAsync(new Uri(push, "/connect"), reader._timeout.Token);
        await reader.SendAsync($$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}""");
        while (await reader.ReadAsync() is { } json && json.GetProperty("type").GetString() != "subscribed")
        {
            // The welcome.
        }

        return reader;
    }

    public async Task SendAsync(string json) =>
        await _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, _timeout.Token);

    /// <summary>The next message; null once the server has closed.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        _message.SetLength(0);
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            _message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(_message.ToArray());
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
        _message.Dispose();
    }
}
