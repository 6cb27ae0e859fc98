using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
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
    private readonly List<NetworkStream> _clients = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _task;
    private int _publications;

    /// <param name="deliver">Of the client's number, the publication's number and its payload: the payloads to send.</param>
    public CrookedServer(Func<int, int, byte[], IEnumerable<byte[]>> deliver)
    {
        _deliver = deliver;
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
                served.Add(ServeAsync(new NetworkStream(await _listener.AcceptSocketAsync(), ownsSocket: true)));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
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
        catch (IOException)
        {
            // The client has gone.
        }
    }

    private async Task AcceptAsync(NetworkStream stream, string key)
    {
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await _turn.WaitAsync();
        _clients.Add(stream);
        _turn.Release();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
    }

    private async Task PublishAsync(NetworkStream stream, int length)
    {
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload);
        await _turn.WaitAsync();
        for (var client = 0; client < _clients.Count; client++)
        {
            foreach (var delivery in _deliver(client, _publications, payload))
                await _clients[client].WriteAsync((byte[])[0x81, 126, (byte)(delivery.Length >> 8), (byte)delivery.Length, .. delivery]);
        }

        _publications++;
        _turn.Release();
        await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
    }

    private static async Task<string?> ReadHeadAsync(NetworkStream stream)
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
