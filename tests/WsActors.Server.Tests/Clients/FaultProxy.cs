using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsActors.Server.Tests.Clients;

/// <summary>A proxy before the push listener that injects faults, for clients that run in this process.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _disposed = new();
    private readonly List<FaultyConnection> _connections = [];
    private readonly Task _accepting;

    public FaultProxy(Uri push)
    {
        _target = push.Port;
        _listener.Start();
        Address = new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/connect");
        _accepting = AcceptAsync();
    }

    /// <summary>The address for clients.</summary>
    public Uri Address { get; }

    /// <summary>True: lets no WebSockets through, like proxies that know plain HTTP only.</summary>
    public bool BlocksUpgrades { get; set; }

    /// <summary>True: holds a response back until it is complete, which an event stream never is.</summary>
    public bool BuffersResponses { get; set; }

    /// <summary>The number of WebSockets that it did not let through.</summary>
    public int Blocked { get; private set; }

    /// <summary>The number of responses of which it has held bytes back.</summary>
    public int Held => _holding;

    private int _holding;

    /// <summary>Resets all connections.</summary>
    public void Cut() => ForAll(connection => connection.Reset());

    /// <summary>Forwards nothing more over the connections that are open, like a network that is gone without a word.</summary>
    public void Freeze() => ForAll(connection => connection.IsFrozen = true);

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _disposed.Dispose();
    }

    private void ForAll(Action<FaultyConnection> action)
    {
        lock (_connections)
        {
            foreach (var connection in _connections)
                action(connection);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_disposed.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var connection = new FaultyConnection(client, server);
        lock (_connections)
            _connections.Add(connection);
        try
        {
            var head = await ReadHeadAsync(client);
            if (BlocksUpgrades && head.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
            {
                Blocked++;
                await client.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                return;
            }

            await server.ConnectAsync(IPAddress.Loopback, _target);
            await server.SendAsync(Encoding.Latin1.GetBytes(head));
            var hold = BuffersResponses;
            await Task.WhenAny(connection.PumpAsync(client, server, null, _disposed.Token), connection.PumpAsync(server, client, hold ? OnHeld : null, _disposed.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            lock (_connections)
                _connections.Remove(connection);
        }
    }

    private void OnHeld() => Interlocked.Increment(ref _holding);

    private static async Task<string> ReadHeadAsync(Socket client)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await client.ReceiveAsync(buffer) is > 0 and var count)
            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return head.ToString();
    }
}
