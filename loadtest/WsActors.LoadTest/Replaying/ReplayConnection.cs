using System.Diagnostics;
using System.Net.WebSockets;

namespace WsActors.LoadTest.Replaying;

/// <summary>One client that sends the messages of a file at their times and counts what it receives.</summary>
internal sealed class ReplayConnection(ReplayOptions options, IReadOnlyList<ReplayMessage> messages)
{
    private long _received;
    private int _sent;

    public async Task<ReplayReport> RunAsync()
    {
        using var socket = new ClientWebSocket();
        if (options.Subprotocol is { } subprotocol)
            socket.Options.AddSubProtocol(subprotocol);
        if (options.Token is { } token)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        try
        {
            await socket.ConnectAsync(options.Url, CancellationToken.None);
            var ended = await ReplayAsync(socket);
            return new ReplayReport(_sent, Interlocked.Read(ref _received), ended);
        }
        catch (Exception fault) when (fault is WebSocketException or IOException or OperationCanceledException)
        {
            return new ReplayReport(_sent, Interlocked.Read(ref _received), fault.Message);
        }
    }

    // Returns what ended it early.
    private async Task<string?> ReplayAsync(ClientWebSocket socket)
    {
        using var over = new CancellationTokenSource();
        var receiving = ReceiveAsync(socket, over.Token);
        var sending = SendAsync(socket);
        if (await Task.WhenAny(sending, receiving) == sending)
            await sending;
        if (!receiving.IsCompleted)
            await Task.WhenAny(receiving, Task.Delay(options.Settle, CancellationToken.None));
        if (receiving.IsCompleted)
            return await receiving;

        // The socket answers the server's close, and a receive that waits gets it.
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "replayed", CancellationToken.None);
        over.CancelAfter(TimeSpan.FromSeconds(10));
        await receiving;
        return null;
    }

    private async Task SendAsync(ClientWebSocket socket)
    {
        var clock = Stopwatch.StartNew();
        foreach (var message in messages)
        {
            if (options.Speed > 0 && ((message.After / options.Speed) - clock.Elapsed) is { Ticks: > 0 } pause)
                await Task.Delay(pause);
            if (socket.State != WebSocketState.Open)
                return;

            await socket.SendAsync(message.Payload, message.Kind, endOfMessage: true, CancellationToken.None);
            _sent++;
        }
    }

    private async Task<string> ReceiveAsync(ClientWebSocket socket, CancellationToken over)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), over);
            if (part.MessageType == WebSocketMessageType.Close)
                return $"closed with {(int?)socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd();
            if (part.EndOfMessage)
                Interlocked.Increment(ref _received);
        }
    }
}
