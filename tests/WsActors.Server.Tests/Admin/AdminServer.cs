namespace WsActors.Server.Tests.Admin;

/// <summary>A server with small limits and its admin API, for a class of tests.</summary>
public sealed class AdminServer : IAsyncLifetime
{
    public const int MaxBodyBytes = 4096;

    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            $"--WsActors:Admin:MaxBodyBytes={MaxBodyBytes}",
            "--WsActors:Admin:MaxBatchMessages=3",
            "--WsActors:Admin:MaxBatchPublications=20",
            "--WsActors:Topics:Rules:0:Match=closed.*",
            "--WsActors:Topics:Rules:0:Subscribe=Nobody");
        Admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
    }
}
