using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Many publishers of the real server's HTTP API.</summary>
public sealed class PublishersTests(RealServer server) : IClassFixture<RealServer>
{
    private static readonly Scenario Short = ScenarioFile.Read("publishers") with
    {
        Publishers = 4,
        InFlight = 2,
        Warmup = 40,
        Publications = 200,
        Duration = TimeSpan.Zero,
        Settle = TimeSpan.Zero,
    };

    // Two runs without a pause: each reads pages of metrics that the exporter may have kept from before.
    [Fact]
    public async Task The_server_has_counted_every_publication_however_short_the_run_is()
    {
        for (var run = 0; run < 2; run++)
        {
            var report = await server.RunAsync(Short);

            Assert.True(report.Passed, string.Join('\n', report.Checks));
            Assert.Contains(report.Checks, check => check is { Statement: "the server counts each publication once", Found: "240 of 240" });
        }
    }
}
