namespace WsActors.Server.Tests.Phoenix;

/// <summary>The host of tests/WsActors.Phoenix: the server with one route more.</summary>
public sealed class PhoenixServer : IAsyncLifetime
{
    private RunningServer? _server;

    /// <summary>The address without the "/websocket" that Phoenix clients append.</summary>
    public Uri SocketUri => new(_server!.PushUri, "/socket");

    internal AdminClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartProgramAsync(
            "WsActors.Phoenix.dll",
            "--WsActors:Topics:Rules:0:Match=room:*",
            "--WsActors:Topics:Rules:0:Publish=Anyone",
            "--WsActors:Topics:Rules:1:Match=closed:*",
            "--WsActors:Topics:Rules:1:Subscribe=Nobody",
            "--WsActors:Topics:Rules:2:Match=read:*",
            "--WsActors:Topics:Rules:2:Publish=Nobody",
            RunningServer.DebugLog);
        Admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
    }
}
