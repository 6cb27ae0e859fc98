using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>
/// A small push server that does wrong on purpose: what it sends for a publication to each client is up to the test.
/// Publications come in by HTTP, clients by WebSocket, both on one port.
/// </summary>
internal sealed partial class CrookedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, int, byte[], IEnumerable<byte[]>> _deliver;
    private readonly Func<byte[], byte[]>? _compress;
    private readonly X509Certificate2? _certificate;
    private readonly List<Stream> _clients = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _task;
    private int _publications;

    /// <param name="deliver">Of the client's number, the publication's number and its payload: the payloads to send.</param>
    /// <param name="compress">What makes a compressed message of a payload; null: compression is declined.</param>
    /// <param name="certificate">For clients that begin with TLS.</param>
    public CrookedServer(
        Func<int, int, byte[], IEnumerable<byte[]>> deliver, Func<byte[], byte[]>? compress = null, X509Certificate2? certificate = null)
    {
        _deliver = deliver;
        _compress = compress;
        _certificate = certificate;
        _listener.Start();
        _task = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _task;
        foreach (var client in _clients)
            await client.DisposeAsync();
        _turn.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptSocketAsync()));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var stream = await OpenAsync(socket);
            while (await ReadHeadAsync(stream) is { } head)
            {
                if (WebSocketKey().Match(head) is { Success: true } key)
                {
                    await AcceptAsync(stream, key.Groups[1].Value);
                    return;
                }

                await PublishAsync(stream, int.Parse(ContentLength().Match(head).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException)
        {
            // The client has gone, or does not trust us.
        }
    }

    // The first byte of TLS is the type of a handshake record; HTTP begins with a letter.
    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        var first = new byte[1];
        if (_certificate is null || await socket.ReceiveAsync(first, SocketFlags.Peek) == 0 || first[0] != 0x16)
            return stream;

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private async Task AcceptAsync(Stream stream, string key)
    {
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        var extension = _compress is null ? "" : "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n";
        await _turn.WaitAsync();
        _clients.Add(stream);
        _turn.Release();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{extension}\r\n"));
    }

    private async Task PublishAsync(Stream stream, int length)
    {
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload);
        await _turn.WaitAsync();
        for (var client = 0; client < _clients.Count; client++)
        {
            foreach (var delivery in _deliver(client, _publications, payload))
                await _clients[client].WriteAsync(Frame(delivery));
        }

        _publications++;
        _turn.Release();
        await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
    }

    private byte[] Frame(byte[] delivery)
    {
        var payload = _compress?.Invoke(delivery) ?? delivery;
        return [(byte)(_compress is null ? 0x81 : 0xC1), 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
    }

    private static async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(octet) == 0)
                return null;
            head.Append((char)octet[0]);
        }

        return head.ToString();
    }

    [GeneratedRegex("Sec-WebSocket-Key: (.*)\r\n")]
    private static partial Regex WebSocketKey();

    [GeneratedRegex("Content-Length: (.*)\r\n")]
    private static partial Regex ContentLength();
}
