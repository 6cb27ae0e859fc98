using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>A real server whose topics <c>room.*</c> are the application's to decide about, and the application.</summary>
public sealed class ApplicationFixture : IAsyncLifetime
{
    private RunningServer? _server;

    internal ApplicationServer Application { get; private set; } = null!;

    internal AdminClient Admin { get; private set; } = null!;

    public Uri PushUri => _server!.PushUri;

    public async Task InitializeAsync()
    {
        Application = await ApplicationServer.StartAsync();
        _server = await RunningServer.StartAsync(
        [
            .. Application.Settings,
            "--WsActors:Webhooks:ConnectionEvents=true",
            "--WsActors:Webhooks:DecisionTimeout=00:00:01",
            "--WsActors:Webhooks:EventRetryDelay=00:00:00.05",
            "--WsActors:Webhooks:BreakFor=00:00:00.5",
            "--WsActors:Topics:EmptiedAfter=00:00:00.2",
            "--WsActors:Topics:Rules:0:Match=room.*",
            "--WsActors:Topics:Rules:0:Subscribe=Webhook",
            "--WsActors:Topics:Rules:0:Publish=Webhook",
            "--WsActors:Topics:Rules:0:Events=true",
            RunningServer.DebugLog,
        ]);
        Admin = new AdminClient(_server.AdminUri);
    }

    internal Task ExpectLoggedAsync(string text) => _server!.ExpectLoggedAsync(text);

    /// <summary>Waits until the application is asked again, whatever it did in the test before.</summary>
    internal Task ExpectWellAsync()
    {
        Application.Answers(200);
        return Eventually.HoldsAsync(async () =>
        {
            using var client = await TestClient.OpenJsonAsync(PushUri);
            await client.SubscribeAsync("room.well");
        });
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await _server!.DisposeAsync();
        await Application.DisposeAsync();
    }
}
