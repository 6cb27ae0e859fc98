namespace WsActors.Server.Tests.Access;

/// <summary>A server that requires a token and asks for a new one ten minutes before its expiry.</summary>
public sealed class ExpiryServer : IAsyncLifetime
{
    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    public async Task InitializeAsync()
    {
        using var issuer = new TestIssuer();
        _server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(issuer),
            "--WsActors:Tokens:ClockSkew=00:00:00",
            "--WsActors:Tokens:RefreshBefore=00:10:00",
            "--WsActors:Tokens:Anonymous=Refused",
        ]);
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
