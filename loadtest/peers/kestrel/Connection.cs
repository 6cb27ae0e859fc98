using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Peers.Kestrel;

/// <summary>
/// One client. A WebSocket takes one send at a time: the first is made at once, and what comes meanwhile waits its turn.
/// </summary>
internal sealed class Connection(WebSocket socket, Topics topics)
{
    private const string SubscribeWord = "subscribe ";
    private const int LongestMessage = 1024;
    private const int MostWaiting = 1000;

    private readonly Lock _lock = new();
    private readonly List<string> _subscriptions = new(1);
    private Queue<byte[]>? _waiting;
    private bool _isSending;

    public async Task RunAsync()
    {
        try
        {
            while (await ReadAsync() is { } text)
            {
                if (text.StartsWith(SubscribeWord, StringComparison.Ordinal))
                    Subscribe(text[SubscribeWord.Length..]);
                else
                    Send(Encoding.UTF8.GetBytes(text));
            }
        }
        catch (WebSocketException)
        {
            // The client has gone without a word.
        }
        finally
        {
            foreach (var topic in _subscriptions)
                topics.Unsubscribe(topic, this);
        }
    }

    public void Send(byte[] message)
    {
        lock (_lock)
        {
            if (_isSending)
            {
                Wait(message);
                return;
            }

            _isSending = true;
        }

        _ = SendAllAsync(message);
    }

    // A client that reads too slowly is let go, lest its messages fill the memory.
    private void Wait(byte[] message)
    {
        _waiting ??= new Queue<byte[]>();
        if (_waiting.Count < MostWaiting)
            _waiting.Enqueue(message);
        else
            socket.Abort();
    }

    private async Task SendAllAsync(byte[]? message)
    {
        try
        {
            for (; message is not null; message = Next())
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, default);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader sees it, too, and ends the connection.
        }
    }

    private byte[]? Next()
    {
        lock (_lock)
        {
            if (_waiting is not null && _waiting.TryDequeue(out var next))
                return next;

            _isSending = false;
            return null;
        }
    }

    private void Subscribe(string topic)
    {
        _subscriptions.Add(topic);
        topics.Subscribe(topic, this);
        Send(Encoding.UTF8.GetBytes($"subscribed {topic}"));
    }

    // A read of zero bytes waits without a buffer.
    private async Task<string?> ReadAsync()
    {
        await socket.ReceiveAsync(Memory<byte>.Empty, default);
        var buffer = ArrayPool<byte>.Shared.Rent(LongestMessage);
        try
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), default);
            return read.MessageType == WebSocketMessageType.Close || !read.EndOfMessage ? null : Encoding.UTF8.GetString(buffer, 0, read.Count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
