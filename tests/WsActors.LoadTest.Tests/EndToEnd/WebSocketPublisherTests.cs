using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Publishing over a WebSocket, as a back end of the real server.</summary>
public sealed class WebSocketPublisherTests : IAsyncLifetime
{
    private const string Key = "a-key-of-sixteen+";

    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(
        RealServer.Command($"--WsActors:Push:AcceptApiKeys=true --WsActors:Admin:ApiKeys:0={Key}"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Publications_alone_and_in_batches_reach_every_subscriber_and_the_answers_count_them()
    {
        var report = await LoadRun.RunAsync(ScenarioWith(Key), [_server.Id], (_, _) => new Trial.Silence());

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal((200, 1000), (report.Load!.Publications, report.Load.Deliveries));
        Assert.Contains(report.Checks, check => check.Statement == "every publication is told to all subscribers");
    }

    [Fact]
    public async Task A_wrong_key_fails_and_ends_the_run_with_the_warm_up()
    {
        var report = await LoadRun.RunAsync(ScenarioWith("another-key-of-16"), [_server.Id], (_, _) => new Trial.Silence());

        var check = Assert.Single(report.Checks, check => check.Statement == "every publication is accepted");
        Assert.False(check.Passed);
        Assert.Contains("401", check.Found, StringComparison.Ordinal);
        Assert.False(report.Passed);
        Assert.Null(report.Load);
    }

    private Scenario ScenarioWith(string key) => new()
    {
        Url = _server.Url,
        Admin = _server.Admin,
        PublishUrl = $"{_server.Url}/connect",
        ApiKey = key,
        Connections = 20,
        Topics = 4,
        InFlight = 8,
        Warmup = 10,
        Publications = 200,
        Settle = TimeSpan.Zero,
    };
}
