namespace WsActors.Server.Tests.EndToEnd;

/// <summary>One real server for all the tests that do not need one of their own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public const string Name = "Shared server";

    private RunningServer? _server;

    public Uri PushUri => _server!.PushUri;

    public Uri AdminUri => _server!.AdminUri;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(
        "--WsActors:Topics:Rules:0:Match=chat.*",
        "--WsActors:Topics:Rules:0:Publish=Anyone",
        "--WsActors:Topics:Rules:1:Match=kept.*",
        "--WsActors:Topics:Rules:1:History:Messages=1000");

    public async Task DisposeAsync() => await _server!.DisposeAsync();
}

/// <summary>Names the fixture for xunit.</summary>
[CollectionDefinition(SharedServer.Name)]
public sealed class SharedServerDefinition : ICollectionFixture<SharedServer>;
