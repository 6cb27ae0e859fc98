namespace WsActors.Server.Tests.WebConsole;

/// <summary>A server with an API key, whose rules and allowed origins leave no room for strangers, and whose figures come quickly.</summary>
public sealed class ConsoleServer : IAsyncLifetime
{
    public const string Key = "an-operators-key-of-the-console";

    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    public Uri AdminUri => _server!.AdminUri;

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            $"--WsActors:Admin:ApiKeys:0={Key}",
            "--WsActors:Push:AllowedOrigins:0=https://app.example.com",
            "--WsActors:Topics:StatsInterval=00:00:00.1",
            "--WsActors:Topics:Rules:0:Match=$*",
            "--WsActors:Topics:Rules:0:Subscribe=Nobody",
            "--WsActors:Topics:Rules:1:Match=*",
            "--WsActors:Topics:Rules:1:Publish=Anyone",
            "--WsActors:Topics:Rules:1:History:Messages=10");
        Admin = new AdminClient(_server.AdminUri, new KeyHandler(Key));
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
    }
}
