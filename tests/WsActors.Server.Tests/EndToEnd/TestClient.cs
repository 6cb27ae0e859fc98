using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>.NET's own WebSocket client with a bounded patience.</summary>
internal sealed class TestClient : IDisposable
{
    private const string JsonSubprotocol = "wsactors.v1.json";

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(30));

    private TestClient()
    {
    }

    /// <summary>The connection's id, from the welcome; empty in plain mode.</summary>
    public string Id { get; private set; } = string.Empty;

    public static async Task<TestClient> OpenAsync(Uri push, string path)
    {
        var client = new TestClient();
        await client._socket.ConnectAsync(new Uri(push, path), client._timeout.Token);
        return client;
    }

    /// <summary>Opens the full client protocol with a header.</summary>
    public static async Task<TestClient> OpenJsonAsync(Uri push, string header, string value)
    {
        var client = new TestClient();
        client._socket.Options.AddSubProtocol(JsonSubprotocol);
        client._socket.Options.SetRequestHeader(header, value);
        await client._socket.ConnectAsync(new Uri(push, "/connect"), client._timeout.Token);
        return client;
    }

    /// <summary>Opens the full client protocol with a further offer, which is how browsers send a token.</summary>
    public static async Task<TestClient> OpenJsonAsync(Uri push, string offer)
    {
        var client = new TestClient();
        client._socket.Options.AddSubProtocol(JsonSubprotocol);
        client._socket.Options.AddSubProtocol(offer);
        await client._socket.ConnectAsync(new Uri(push, "/connect"), client._timeout.Token);
        return client;
    }

    /// <summary>Opens the full client protocol and reads the welcome.</summary>
    public static async Task<TestClient> OpenJsonAsync(Uri push)
    {
        var client = new TestClient();
        client._socket.Options.AddSubProtocol(JsonSubprotocol);
        await client._socket.ConnectAsync(new Uri(push, "/connect"), client._timeout.Token);
        Assert.Equal(JsonSubprotocol, client._socket.SubProtocol);
        await client.ReceiveWelcomeAsync();
        return client;
    }

    /// <summary>From now on it waits for two minutes: a cluster takes its time.</summary>
    public void BePatient() => _timeout.CancelAfter(TimeSpan.FromMinutes(2));

    /// <summary>Reads the welcome of the full client protocol.</summary>
    public async Task ReceiveWelcomeAsync()
    {
        var welcome = await ReceiveJsonAsync();
        Assert.Equal("welcome", welcome.GetProperty("type").GetString());
        Id = welcome.GetProperty("connection").GetString()!;
    }

    public async Task SubscribeAsync(string topic)
    {
        await SendAsync($$"""{"type":"subscribe","id":"s","topic":"{{topic}}"}""");
        Assert.Equal("subscribed", (await ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _timeout.Token);

    public async Task SendBinaryAsync(byte[] bytes) =>
        await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, _timeout.Token);

    /// <summary>The connection is alive, and nothing else was said before this.</summary>
    public async Task ExpectPongAsync()
    {
        await SendAsync("""{"type":"ping","id":"p"}""");
        Assert.Equal("""{"type":"pong","id":"p"}""", await ReceiveTextAsync());
    }

    public async Task<string> ReceiveTextAsync() => Encoding.UTF8.GetString(await ReceiveAsync(WebSocketMessageType.Text));

    public Task<byte[]> ReceiveBinaryAsync() => ReceiveAsync(WebSocketMessageType.Binary);

    public async Task<JsonElement> ReceiveJsonAsync()
    {
        using var document = JsonDocument.Parse(await ReceiveAsync(WebSocketMessageType.Text));
        return document.RootElement.Clone();
    }

    /// <summary>Reads until the server closes, and answers its close.</summary>
    public async Task<WebSocketCloseStatus> ReceiveCloseAsync()
    {
        var buffer = new byte[1024];
        while ((await _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        var code = _socket.CloseStatus!.Value;
        await _socket.CloseOutputAsync(code, null, _timeout.Token);
        return code;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
    }

    private async Task<byte[]> ReceiveAsync(WebSocketMessageType expected)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
            Assert.Equal(expected, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }
}
