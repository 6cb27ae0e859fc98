using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using WsActors.Client.Core;

namespace WsActors.Client.Transport;

/// <summary>A WebSocket over the network.</summary>
internal sealed class NetworkSocket(HttpMessageHandler handler, int maxMessageBytes, ISocketListener listener) : ISocket
{
    private const string Subprotocol = "wsactors.v1.json";
    private const int BufferBytes = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly Cancellation _abandoned = new();
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true });

    public void Send(ReadOnlyMemory<byte> message) => _outgoing.Writer.TryWrite(message);

    public void Close()
    {
        _outgoing.Writer.TryComplete();
        _abandoned.RequestAfter(CloseTimeout);
    }

    public void Abandon() => _abandoned.Request();

    public async Task RunAsync(Uri address, string? token)
    {
        var end = SocketEnd.Broken;
        var refusal = new RefusalReader(handler);
        try
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol(Subprotocol);
            // Both sides' signs of life are messages (rules 1 and 13).
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            if (token is not null)
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            using var invoker = new HttpMessageInvoker(refusal, disposeHandler: false);
            await socket.ConnectAsync(address, invoker, _abandoned.Token).ConfigureAwait(false);
            end = await ConverseAsync(socket).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone, or was never there.
            if (refusal.Body is { } body)
                end = SocketEnd.OfRefusal(body, refusal.RetryAfterMs);
        }
        finally
        {
            listener.OnClosed(end);
        }
    }

    private async Task<SocketEnd> ConverseAsync(ClientWebSocket socket)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_abandoned.Token);
        var sending = SendAllAsync(socket, ended.Token);
        try
        {
            var end = await ReceiveAllAsync(socket, _abandoned.Token).ConfigureAwait(false);
            _outgoing.Writer.TryComplete();
            _abandoned.RequestAfter(CloseTimeout);
            await sending.ConfigureAwait(false);
            return end;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }
    }

    private async Task SendAllAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                await socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancellation).ConfigureAwait(false);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The receiver learns of it too.
        }
    }

    private async Task<SocketEnd> ReceiveAllAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                    return new SocketEnd((int?)socket.CloseStatus, socket.CloseStatusDescription ?? "");

                length += result.Count;
                if (length > maxMessageBytes)
                    return SocketEnd.TooBig;
                if (result.EndOfMessage)
                {
                    listener.OnMessage(buffer.AsSpan(0, length));
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
