namespace WsActors.Server.Tests.EndToEnd;

/// <summary>One real server for all the tests that do not need one of their own. Tests keep to topics of their own.</summary>
public class SharedServer : IAsyncLifetime
{
    public const string Name = "Shared server";

    private readonly string _transport;
    private RunningServer? _server;

    public SharedServer()
        : this(Transports.Auto)
    {
    }

    protected SharedServer(string transport) => _transport = transport;

    public Uri PushUri => _server!.PushUri;

    public Uri AdminUri => _server!.AdminUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            "--WsActors:Topics:Rules:0:Match=chat.*",
            "--WsActors:Topics:Rules:0:Publish=Anyone",
            "--WsActors:Topics:Rules:1:Match=closed.*",
            "--WsActors:Topics:Rules:1:Subscribe=Nobody",
            "--WsActors:Topics:Rules:2:Match=kept.*",
            "--WsActors:Topics:Rules:2:History:Messages=1000",
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
public sealed class SharedSocketServer() : SharedServer(Transports.Socket);

/// <summary>Names the fixture for xunit.</summary>
[CollectionDefinition(SharedServer.Name)]
public sealed class SharedServerDefinition : ICollectionFixture<SharedServer>;
