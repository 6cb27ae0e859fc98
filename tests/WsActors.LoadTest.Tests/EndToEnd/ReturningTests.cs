using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Runs;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Clients of the real server lose their connections and come back, and nothing else is lost.</summary>
public sealed class ReturningTests(RealServer server) : IClassFixture<RealServer>
{
    [Fact]
    public async Task Clients_that_are_cut_off_in_every_way_read_every_publication_once_and_in_order()
    {
        var report = await server.RunAsync(RealServer.Lossless);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(2000, report.Lossless!.Publications);
        Assert.Equal(2000, report.Lossless.Audited);
        Assert.True(report.Lossless.Recoveries > 0, "nobody was cut off");
    }

    [Fact]
    public async Task Clients_of_durable_topics_read_everything_though_the_server_is_restarted_and_killed()
    {
        var data = Directory.CreateTempSubdirectory("wsactors-lossless-");
        try
        {
            var durable = $"--WsActors:Topics:Rules:0:History:Durable=true --WsActors:Storage:Directory='{data.FullName}' --WsActors:Drain:Spread=00:00:00.5";
            var report = await LoadRun.RunAsync(
                RealServer.Lossless with { ServerCommand = RealServer.Command(durable), Restarts = 2, Duration = TimeSpan.FromSeconds(6) },
                serverProcesses: [],
                (_, _) => new Trial.Silence());

            Assert.True(report.Passed, string.Join('\n', report.Checks));
            Assert.Equal(["SIGTERM", "SIGKILL"], report.Lossless!.Restarts.Select(restart => restart.Signal));
            Assert.Equal(6000, report.Lossless.Audited);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(nameof(PlantedFault.Loss), ViolationKind.Lost)]
    [InlineData(nameof(PlantedFault.Double), ViolationKind.Repeated)]
    [InlineData(nameof(PlantedFault.Swap), ViolationKind.Swapped)]
    internal async Task A_planted_fault_fails_the_run_and_is_named(string fault, ViolationKind kind)
    {
        var report = await server.RunAsync(RealServer.Lossless with { Plant = Enum.Parse<PlantedFault>(fault) });

        Assert.False(report.Passed);
        var violation = Assert.Single(report.Violations);
        Assert.Equal((kind, 0), (violation.Kind, violation.Connection));
        Assert.Matches(@"^load\.0 offset \d+", violation.Expected);
    }

    [Fact]
    public async Task Clients_that_come_back_at_once_are_given_what_they_missed()
    {
        var report = await server.RunAsync(RealServer.Recovery);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(200 * 100, report.Recovery!.Messages);
    }
}
