using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace WsActors.AspNetCore.Hosting;

/// <summary>
/// A client of the warm-up. It sends the bytes that browsers send: it connects, subscribes or has a message echoed, receives
/// publications and closes. Its socket blocks, because a <see cref="System.Net.WebSockets.ClientWebSocket"/> would have as much code
/// compiled as the server. Methods throw <see cref="SocketException"/> and <see cref="EndOfStreamException"/> if the server does not
/// answer as expected; disposing the client from another thread ends a wait.
/// </summary>
internal sealed class WarmUpClient(WarmUpDialogue dialogue) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private readonly ArrayBufferWriter<byte> _received = new();

    /// <summary>Returns when the server has answered the first frames.</summary>
    public void Connect(EndPoint server)
    {
        _socket.Connect(server);
        _socket.Send(dialogue.Handshake);
        ReceiveUntil("HTTP/1.1 101"u8, times: 1);
        _socket.Send(dialogue.First);
        ReceiveUntil(dialogue.Confirmation, times: 1);
    }

    /// <summary>Returns when this many publications have arrived and the server has answered the close frame.</summary>
    public void ReceiveAndClose(int publications)
    {
        if (dialogue.Message is { } message)
            ReceiveUntil(message, publications);
        _socket.Send(WarmUpDialogue.Close);
        ReceiveUntil(WarmUpDialogue.CloseAnswer, times: 1);
    }

    public void Dispose() => _socket.Dispose();

    // All that a client of the warm-up receives is a few kilobytes, so everything is kept and searched.
    private void ReceiveUntil(ReadOnlySpan<byte> expected, int times)
    {
        while (_received.WrittenSpan.Count(expected) < times)
        {
            var count = _socket.Receive(_received.GetSpan());
            if (count == 0)
                throw new EndOfStreamException("the server closed the connection");
            _received.Advance(count);
        }
    }
}
