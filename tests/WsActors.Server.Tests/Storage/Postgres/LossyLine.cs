using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A line to PostgreSQL that can lose the answer to a commit.</summary>
internal sealed class LossyLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly List<Socket> _sockets = [];
    private volatile bool _losesAnswer;
    private volatile bool _refusesAfter;
    private volatile bool _refuses;

    public LossyLine(PostgresServer server)
    {
        var to = new NpgsqlConnectionStringBuilder(server.To("postgres"));
        _server = new IPEndPoint(IPAddress.Loopback, to.Port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>True if it has lost an answer.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Loses the answer to the next commit of a message, with its connection.</summary>
    /// <param name="thenRefuse">True to refuse all connections from then on.</param>
    public void LoseTheAnswerToACommit(bool thenRefuse) => (_refusesAfter, _losesAnswer) = (thenRefuse, true);

    public void Restore() => _refuses = false;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The line is closed.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_sockets)
        {
            _sockets.AddRange([client, server]);
        }

        using (client)
        {
            if (_refuses)
                return;

            try
            {
                await server.ConnectAsync(_server);
                var isLost = new TaskCompletionSource();
                await Task.WhenAny(SendAsync(client, server, isLost), ReceiveAsync(server, client, isLost));
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // One side has closed it.
            }
        }
    }

    private async Task SendAsync(Socket client, Socket server, TaskCompletionSource isLost)
    {
        var buffer = new byte[65536];
        while (await client.ReceiveAsync(buffer) is var count and > 0)
        {
            // The commit is in the same round trip. The test of a database that has failed inserts in another form.
            if (_losesAnswer && buffer.AsSpan(0, count).IndexOf("records) SELECT * FROM unnest"u8) >= 0)
            {
                _losesAnswer = false;
                _refuses = _refusesAfter;
                isLost.SetResult();
            }

            await server.SendAsync(buffer.AsMemory(0, count));
        }
    }

    // The answer has come, so the commit has taken effect, and nobody gets it.
    private async Task ReceiveAsync(Socket server, Socket client, TaskCompletionSource isLost)
    {
        var buffer = new byte[65536];
        while (await server.ReceiveAsync(buffer) is var count and > 0)
        {
            if (isLost.Task.IsCompleted)
            {
                HasLost = true;
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, count));
        }
    }
}
