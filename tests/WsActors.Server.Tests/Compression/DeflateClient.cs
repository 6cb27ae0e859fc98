using System.Net.WebSockets;

namespace WsActors.Server.Tests.Compression;

/// <summary>.NET's WebSocket client with permessage-deflate and a bounded patience.</summary>
internal sealed class DeflateClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));

    private DeflateClient(WebSocketDeflateOptions options)
    {
        _socket.Options.DangerousDeflateOptions = options;
        _socket.Options.CollectHttpResponseDetails = true;
    }

    /// <summary>What the server agreed to; empty for nothing.</summary>
    public string Extensions =>
        _socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : "";

    public static async Task<DeflateClient> OpenAsync(Uri uri, WebSocketDeflateOptions options)
    {
        var client = new DeflateClient(options);
        await client._socket.ConnectAsync(uri, client._timeout.Token);
        return client;
    }

    public async Task SendAsync(WebSocketMessageType type, ReadOnlyMemory<byte> message) =>
        await _socket.SendAsync(message, type, endOfMessage: true, _timeout.Token);

    public async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (part.MessageType, message.ToArray());
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
    }
}
