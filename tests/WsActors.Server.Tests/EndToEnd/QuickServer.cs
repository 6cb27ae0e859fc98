namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A server that loses its patience soon, for what only a timeout ends; not so soon that a busy machine makes it wrong.</summary>
public class QuickServer : IAsyncLifetime
{
    private readonly string _transport;
    private RunningServer? _server;

    public QuickServer()
        : this(Transports.Auto)
    {
    }

    protected QuickServer(string transport) => _transport = transport;

    public Uri PushUri => _server!.PushUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            "--WsActors:Push:HandshakeTimeout=00:00:02",
            "--WsActors:Push:KeepAliveInterval=00:00:02",
            "--WsActors:Push:PongTimeout=00:00:03",
            "--WsActors:Push:CloseTimeout=00:00:01",
            Transports.Setting(_transport),
            RunningServer.DebugLog);
        Admin = new AdminClient(_server.AdminUri);
    }

    /// <summary>Waits until the server has logged this.</summary>
    public Task ExpectLoggedAsync(string text) => _server!.ExpectLoggedAsync(text);

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
    }
}

/// <summary>The same over .NET's sockets, whatever is the better choice here.</summary>
public sealed class QuickSocketServer() : QuickServer(Transports.Socket);
