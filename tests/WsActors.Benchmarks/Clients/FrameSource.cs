using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsActors.Benchmarks.Clients;

/// <summary>
/// A server for one client of the client protocol, on a thread of its own: it confirms subscriptions and sends frames that it writes into one
/// buffer, so that what the process allocates is the client's.
/// </summary>
internal sealed class FrameSource : IDisposable
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes(""","data":{"Symbol":"ACME","Price":12.5}}""");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _buffer = new byte[1 << 20];
    private Socket? _client;
    private long _offset;

    public FrameSource() => _listener.Start();

    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/connect");

    /// <summary>Accepts the client and confirms its subscriptions.</summary>
    public void Accept(int subscriptions)
    {
        _client = _listener.AcceptSocket();
        _client.NoDelay = true;
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append(Encoding.ASCII.GetString(_buffer, 0, _client.Receive(_buffer)));
        var key = head.ToString().Split("Sec-WebSocket-" + "Key: ")[1].Split('\r')[0];
#pragma warning disable CA5350 // The handshake of RFC 6455 is made of SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        _client.Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: wsactors.v1.json\r\n\r\n"));
        Send("""{"type":"welcome","connection":"c1","user":null,"keepAliveSeconds":25,"limits":{"maxMessageBytes":1000000,"maxSubscriptions":100000}}""");
        for (var i = 0; i < subscriptions; i++)
        {
            var request = ReceiveRequest();
            Send($$"""{"type":"subscribed","id":{{request.GetProperty("id")}},"topic":"{{request.GetProperty("topic")}}","epoch":"e","offset":0}""");
        }
    }

    /// <summary>Sends messages of one topic at a rate, a hundred times per second.</summary>
    public void SendMessages(string topic, int count, int perSecond)
    {
        var head = Encoding.UTF8.GetBytes($"{{\"type\":\"message\",\"topic\":\"{topic}\",\"offset\":");
        var start = Environment.TickCount64;
        for (var sent = 0; sent < count;)
        {
            var due = (int)Math.Min(count, (Environment.TickCount64 - start) * perSecond / 1000);
            if (sent == due)
            {
                Thread.Sleep(5);
                continue;
            }

            var length = 0;
            for (; sent < due && length < _buffer.Length - 1024; sent++)
                length += WriteMessage(_buffer.AsSpan(length), head);
            for (var done = 0; done < length;)
                done += _client!.Send(_buffer.AsSpan(done, length - done), SocketFlags.None);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }

    private int WriteMessage(Span<byte> output, ReadOnlySpan<byte> head)
    {
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(++_offset, number, out var digits);
        var payload = head.Length + digits + Data.Length;
        if (payload > 125)
            throw new InvalidOperationException("The messages of this run fit into a short frame.");
        output[0] = 0x81;
        output[1] = (byte)payload;
        head.CopyTo(output[2..]);
        number[..digits].CopyTo(output[(2 + head.Length)..]);
        Data.CopyTo(output[(2 + head.Length + digits)..]);
        return 2 + payload;
    }

    private void Send(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        byte[] frame = bytes.Length <= 125
            ? [0x81, (byte)bytes.Length, .. bytes]
            : [0x81, 0x7e, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
        _client!.Send(frame);
    }

    // A client's short frame: two bytes, four of the mask, and the payload.
    private JsonElement ReceiveRequest()
    {
        Fill(2);
        var length = _buffer[1] & 0x7f;
        if (length > 125)
            throw new InvalidOperationException("The requests of this run fit into a short frame.");
        Fill(4 + length);
        for (var i = 0; i < length; i++)
            _buffer[4 + i] ^= _buffer[i & 3];
        return JsonElement.Parse(_buffer.AsSpan(4, length));
    }

    private void Fill(int count)
    {
        for (var read = 0; read < count;)
            read += _client!.Receive(_buffer.AsSpan(read, count - read));
    }
}
