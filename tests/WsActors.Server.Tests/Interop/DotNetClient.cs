using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using WsActors.Testing;

namespace WsActors.Server.Tests.Interop;

/// <summary>.NET's ClientWebSocket.</summary>
internal sealed class DotNetClient(TestAuthority trusted) : IInteropClient
{
    private readonly CancellationTokenSource _timeout = new(ChildProcess.Timeout);
    private readonly ClientWebSocket _listener = new();
    private readonly ClientWebSocket _talker = new();
    private readonly List<HttpMessageInvoker> _invokers = [];
    private readonly PongWatch _pongs = new();
    private Place? _place;
    private Task<IReadOnlyList<string>>? _heard;
    private Task<(WebSocketMessageType Type, byte[] Payload)>? _next;

    public bool AnswersPings => true;

    public async Task<string> ListenAsync(Place place, string topic, int count)
    {
        _listener.Options.CollectHttpResponseDetails = true;
        await ConnectAsync(_listener, place.Way, place.Plain(topic));
        _heard = HearAsync(count);
        return _listener.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : "";
    }

    public Task<IReadOnlyList<string>> HeardAsync() => _heard!;

    public async Task TalkAsync(Place place, string topic)
    {
        _place = place;
        _talker.Options.AddSubProtocol("wsactors.v1.json");
        _talker.Options.KeepAliveInterval = TimeSpan.Zero; // What is silent is pinged by the server.
        await ConnectAsync(_talker, place.Way, place.Connect);
        _next = ReceiveAsync(_talker);
        await ExpectAsync("welcome");
        await SayAsync($$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}""");
        await ExpectAsync("subscribed");
    }

    public async Task PingAsync()
    {
        await SayAsync("""{"type":"ping","id":2}""");
        await ExpectAsync("pong");
        await ExpectPongFrameAsync();
    }

    public async Task LeaveAsync()
    {
        await _listener.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", _timeout.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, _listener.CloseStatus);
    }

    public async Task<string> DismissedAsync()
    {
        Assert.Equal(WebSocketMessageType.Close, (await _next!).Type);
        await _talker.CloseOutputAsync(_talker.CloseStatus!.Value, null, _timeout.Token);
        return $"{(int)_talker.CloseStatus!.Value} {_talker.CloseStatusDescription}";
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _talker.Dispose();
        foreach (var invoker in _invokers)
            invoker.Dispose();
        _timeout.Dispose();
        return ValueTask.CompletedTask;
    }

    // It has no call for a ping, but sends its own where nothing comes, and with this timeout wants them answered.
    private async Task ExpectPongFrameAsync()
    {
        using var pinger = new ClientWebSocket();
        pinger.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(200);
        pinger.Options.KeepAliveTimeout = ChildProcess.Timeout;
        await ConnectAsync(pinger, _place!.Way, _place.Connect, _pongs);
        await ReceiveAsync(pinger);
        _ = ReceiveAsync(pinger).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        await _pongs.Seen.WaitAsync(_timeout.Token);
    }

    private async Task ConnectAsync(ClientWebSocket socket, Way way, Uri uri, PongWatch? watch = null)
    {
        if (way.IsCompressed)
            socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        var handler = new SocketsHttpHandler { SslOptions = trusted.ClientOptions("127.0.0.1", SslProtocols.None) };
        if (watch is not null)
            handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(watch.Over(context.PlaintextStream));
        _invokers.Add(new HttpMessageInvoker(handler));
        await socket.ConnectAsync(uri, _invokers[^1], _timeout.Token);
    }

    private async Task<IReadOnlyList<string>> HearAsync(int count)
    {
        var heard = new List<string>();
        while (heard.Count < count)
        {
            var (type, payload) = await ReceiveAsync(_listener);
            heard.Add(Push.DigestOf(type == WebSocketMessageType.Text, payload));
        }

        return heard;
    }

    private Task SayAsync(string command) =>
        _talker.SendAsync(Encoding.UTF8.GetBytes(command), WebSocketMessageType.Text, endOfMessage: true, _timeout.Token);

    // There is always a receive that waits, because nothing else takes the server's pings and pongs.
    private async Task ExpectAsync(string type)
    {
        using var answer = JsonDocument.Parse((await _next!).Payload);
        _next = ReceiveAsync(_talker);
        Assert.Equal(type, answer.RootElement.GetProperty("type").GetString());
    }

    private async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (part.MessageType, message.ToArray());
        }
    }
}
