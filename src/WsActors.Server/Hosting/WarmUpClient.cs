using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WsActors.Protocol.Clients.Json;

namespace WsActors.Server.Hosting;

/// <summary>
/// A client of the warm-up. It sends the bytes that browsers send: it connects, subscribes, sends a ping, receives publications and
/// closes. Its socket blocks, because a <see cref="System.Net.WebSockets.ClientWebSocket"/> would have as much code compiled as the
/// server. Methods throw <see cref="SocketException"/> and <see cref="EndOfStreamException"/> if the server does not answer as expected;
/// disposing the client from another thread ends a wait.
/// </summary>
internal sealed class WarmUpClient : IDisposable
{
    public const string Topic = "warm-up";

    private static readonly byte[] Handshake = Encoding.ASCII.GetBytes(
        "GET /connect HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
        "Origin: http://localhost:8080\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
        $"Sec-WebSocket-Protocol: {JsonProtocol.Subprotocol}\r\n\r\n");

    private static readonly byte[] Subscribe = Frame(0x81, Encoding.ASCII.GetBytes($$"""{"type":"subscribe","id":1,"topic":"{{Topic}}"}"""));
    private static readonly byte[] Ping = Frame(0x89, []);
    private static readonly byte[] Close = Frame(0x88, [0x03, 0xe8]);
    private static readonly byte[] CloseAnswer = [0x88, 0x02, 0x03, 0xe8];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private readonly ArrayBufferWriter<byte> _received = new();

    /// <summary>Returns when the server has confirmed the subscription.</summary>
    public void ConnectAndSubscribe(EndPoint server)
    {
        _socket.Connect(server);
        _socket.Send(Handshake);
        ReceiveUntil("HTTP/1.1 101"u8, times: 1);
        _socket.Send([.. Subscribe, .. Ping]);
        ReceiveUntil("\"type\":\"subscribed\""u8, times: 1);
    }

    /// <summary>Returns when this many publications have arrived and the server has answered the close frame.</summary>
    public void ReceiveAndClose(int publications)
    {
        ReceiveUntil("\"type\":\"message\""u8, publications);
        _socket.Send(Close);
        ReceiveUntil(CloseAnswer, times: 1);
    }

    public void Dispose() => _socket.Dispose();

    // All that a client of the warm-up receives is some hundred bytes, so everything is kept and searched.
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

    // The masking key is zero, which leaves the payload as it is. Payloads are shorter than 126 bytes.
    private static byte[] Frame(byte firstByte, byte[] payload) => [firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
}
