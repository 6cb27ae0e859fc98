using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>One connection: subscribes to the topics at their positions and prints what arrives, until the connection ends.</summary>
/// <param name="topics">The topics with their positions.</param>
/// <param name="printer">Prints the events.</param>
/// <param name="output">Notices go there.</param>
internal sealed class SubscriptionConnection(SubscribedTopics topics, EventPrinter printer, CommandOutput output) : IDisposable
{
    private const string Subprotocol = "wsactors.v1.json";
    private const int ReceiveBytes = 16 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    // Errors after which the same request may succeed.
    private static readonly string[] Passing =
        ["try_again_later", "rate_limited", "internal_error", "too_many_topics", "storage_unavailable", "storage_full"];

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly string[] _names = [.. topics.Names];
    private readonly StartPosition?[] _start = [.. topics.Names.Select(topics.PositionOf)];

    // The server may have subscribed the client already, at the end of the log. Until its own subscription begins, events are left out.
    private readonly HashSet<string> _confirmed = [];
    private TimeSpan? _wait;

    /// <summary>True once the server has confirmed a subscription.</summary>
    public bool IsEstablished => _confirmed.Count > 0;

    /// <param name="url">The push listener.</param>
    /// <param name="token">The token; null for none.</param>
    /// <param name="stop">Closes the connection.</param>
    public async Task<ConnectionEnd> RunAsync(Uri url, string? token, CancellationToken stop)
    {
        if (await ConnectAsync(url, token, stop) is { } refused)
            return refused;

        await using var closing = stop.Register(Close);
        try
        {
            for (var i = 0; i < _names.Length; i++)
                await SubscribeAsync(i);
            return await ReceiveAsync();
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException)
        {
            return ConnectionEnd.Broken($"the connection broke: {broken.GetBaseException().Message}");
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _abort.Dispose();
    }

    private async Task<ConnectionEnd?> ConnectAsync(Uri url, string? token, CancellationToken stop)
    {
        var options = _socket.Options;
        options.AddSubProtocol(Subprotocol);
        options.CollectHttpResponseDetails = true;
        (options.KeepAliveInterval, options.KeepAliveTimeout) = (PingInterval, PingInterval);
        if (token is not null)
            options.SetRequestHeader("Authorization", $"Bearer {token}");

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            await _socket.ConnectAsync(url, timeout.Token);
            return null;
        }
        catch (WebSocketException) when ((int)_socket.HttpStatusCode is not (0 or 101))
        {
            return ConnectionEnd.Refused((int)_socket.HttpStatusCode, RetryAfter());
        }
        catch (WebSocketException fault)
        {
            return fault.GetBaseException() is AuthenticationException distrust
                ? new ConnectionEnd($"{distrust.Message}. {TlsHint.Text}", MayReturn: false)
                : ConnectionEnd.Broken($"the node cannot be reached: {fault.GetBaseException().Message}");
        }
        catch (OperationCanceledException)
        {
            return ConnectionEnd.Broken($"the node did not answer within {ConnectTimeout.TotalSeconds} s");
        }
    }

    private TimeSpan? RetryAfter() =>
        _socket.HttpResponseHeaders?.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault()
            is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private async Task<ConnectionEnd> ReceiveAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(ReceiveBytes);
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.GetMemory(ReceiveBytes), _abort.Token);
            buffer.Advance(received.Count);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await SendCloseAsync();
                return ConnectionEnd.Closed((int?)_socket.CloseStatus, _socket.CloseStatusDescription, _wait);
            }

            if (!received.EndOfMessage)
                continue;

            using (var message = JsonDocument.Parse(buffer.WrittenMemory))
            {
                if (await HandleAsync(message.RootElement) is { } end)
                    return end;
            }

            buffer.ResetWrittenCount();
        }
    }

    /// <returns>The end of the connection; null if it continues.</returns>
    private async Task<ConnectionEnd?> HandleAsync(JsonElement message)
    {
        var type = message.GetProperty("type").GetString()!;
        var isAnswer = message.TryGetProperty("id", out var id);
        switch (type)
        {
            case "error" when isAnswer: return await HandleErrorAsync(id.GetInt32(), message);
            case "goodbye": _wait = TimeSpan.FromMilliseconds(message.GetProperty("reconnectAfterMs").GetInt64()); return null;
            case "refresh": output.Notice($"The token expires at {message.GetProperty("expiresAt").GetString()}; the server closes the connection then"); return null;
            case "unsubscribed" when isAnswer: return null;
            case "subscribed" when isAnswer: _confirmed.Add(message.GetProperty("topic").GetString()!); break;
        }

        if (!message.TryGetProperty("topic", out var topic) || !_confirmed.Contains(topic.GetString()!))
            return null;
        if (topics.IsRepeated(type, message))
            return null;

        topics.Follow(type, message);
        await printer.PrintAsync(type, message);
        await printer.FlushAsync();
        return printer.IsDone || topics.Names.Count == 0 ? await CloseAsync() : null;
    }

    private async Task<ConnectionEnd?> HandleErrorAsync(int id, JsonElement error)
    {
        var (code, index) = (error.GetProperty("code").GetString(), (id - 1) % _names.Length);
        if (id > _names.Length)
            return null;
        if (code == "already_subscribed")
        {
            await SendAsync(new { type = "unsubscribe", id = id + _names.Length, topic = _names[index] });
            await SubscribeAsync(index);
            return null;
        }

        var text = $"{_names[index]}: {error.GetProperty("message").GetString()} ({code})";
        return new ConnectionEnd(text, MayReturn: Passing.Contains(code));
    }

    private Task SubscribeAsync(int index)
    {
        var (id, topic) = (index + 1, _names[index]);
        return _start[index] is { } since
            ? SendAsync(new { type = "subscribe", id, topic, since = new { epoch = since.Epoch, offset = since.Offset } })
            : SendAsync(new { type = "subscribe", id, topic });
    }

    private Task SendAsync(object command) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _abort.Token);

    private async Task<ConnectionEnd> CloseAsync()
    {
        Close();
        return await ReceiveCloseAsync();
    }

    // The peer's close frame is awaited for a moment, so that the server counts a normal end.
    private void Close()
    {
        _abort.CancelAfter(CloseTimeout);
        _ = SendCloseAsync();
    }

    private async Task SendCloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _abort.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended already.
        }
    }

    private async Task<ConnectionEnd> ReceiveCloseAsync()
    {
        var buffer = new byte[ReceiveBytes];
        while ((await _socket.ReceiveAsync(buffer, _abort.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        return ConnectionEnd.Closed((int?)_socket.CloseStatus, _socket.CloseStatusDescription, _wait);
    }
}
