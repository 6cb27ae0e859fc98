namespace WsActors.Server.Tests.Admin;

/// <summary>A server with a rule that redacts, and room for the taps of a class of tests.</summary>
public sealed class TapServer : IAsyncLifetime
{
    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    public Uri AdminUri => _server!.AdminUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            "--WsActors:Push:MaxTaps=100", "--WsActors:Topics:Rules:0:Match=secret.*", "--WsActors:Topics:Rules:0:Redact=true");
        Admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
    }
}
