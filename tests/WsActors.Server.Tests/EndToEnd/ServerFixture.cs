namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A real server for all the tests of a class or a collection.</summary>
/// <param name="transport">What carries the bytes.</param>
/// <param name="settings">Other settings that it is started with.</param>
public abstract class ServerFixture(string transport, params string[] settings) : IAsyncLifetime
{
    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    public Uri AdminUri => _server!.AdminUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync([.. settings, Transports.Setting(transport), RunningServer.DebugLog]);
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
