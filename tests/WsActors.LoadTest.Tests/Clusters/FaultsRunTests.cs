using System.Runtime.Versioning;
using WsActors.LoadTest.Clusters;
using WsActors.LoadTest.Clusters.Faults;
using WsActors.LoadTest.Clusters.Networks;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>One node, which is killed while publications go on. The faults of several nodes are in <c>loadtest/cluster/faults.sh</c>.</summary>
public sealed class FaultsRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsactors-faults-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_durable_log_survives_the_kill_and_everybody_has_everything()
    {
        var (report, faults) = await RunAsync(isDurable: true, PlantedFault.None);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        var kill = faults[^1];
        Assert.StartsWith("SIGKILL of node 0", kill.Fault, StringComparison.Ordinal);
        Assert.Equal((Clients, 0, 0, 0), (kill.Disconnected, kill.Gaps, kill.Lost, kill.Repeated));
        Assert.True(kill.Waits!.Refusals.Greatest > 0);
        Assert.Equal([new NodeEnd(0, 137, WasAsked: true)], kill.Ends);
    }

    [Fact]
    public async Task A_log_in_memory_is_lost_by_the_kill_and_the_loss_is_found()
    {
        var (report, faults) = await RunAsync(isDurable: false, PlantedFault.None);

        Assert.False(report.Passed);
        Assert.Equal(
            ["the logs hold what was acknowledged, once", "nothing is announced as missing"],
            report.Checks.Where(check => !check.Passed).Select(check => check.Statement));
        Assert.Equal(Clients, faults[^1].IncompleteRecoveries);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_server_is_replaced_by_another_build_and_back()
    {
        var next = Path.Combine(_folder.FullName, "next");
        await File.WriteAllTextAsync(next, $"#!/bin/sh\necho the next build\nexec dotnet '{Server}' \"$@\"\n");
        File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (report, faults) = await RunAsync(
            isDurable: true, PlantedFault.None, new FaultPlan { Faults = [FaultKind.Upgrade, FaultKind.Downgrade], NextServer = next, Calm = TimeSpan.Zero });

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(["none", "upgrade", "downgrade"], faults.Select(fault => fault.Fault));
        Assert.All(faults.Skip(1), fault => Assert.Equal([new NodeEnd(0, 0, WasAsked: true)], fault.Ends));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "logs", "node0.log")), "the next build");
    }

    [Fact]
    public async Task Without_another_build_there_is_nothing_to_replace_the_server_by()
    {
        var (_, faults) = await RunAsync(isDurable: true, PlantedFault.None, new FaultPlan { Faults = [FaultKind.Upgrade], Calm = TimeSpan.Zero });

        Assert.Equal("there is no other build of the server", faults[^1].Skipped);
    }

    [Theory]
    [InlineData(nameof(PlantedFault.Loss))]
    [InlineData(nameof(PlantedFault.Double))]
    [InlineData(nameof(PlantedFault.Swap))]
    internal async Task A_planted_fault_is_found(string fault)
    {
        var (report, _) = await RunAsync(isDurable: true, Enum.Parse<PlantedFault>(fault));

        Assert.False(report.Passed);
        Assert.Equal(0, Assert.Single(report.Violations).Connection);
    }

    private const int Clients = 30;

    private static string Server => Path.Combine(AppContext.BaseDirectory, "WsActors.Server.dll");

    private async Task<(RunReport Report, IReadOnlyList<FaultReport> Faults)> RunAsync(bool isDurable, PlantedFault plant, FaultPlan? faults = null)
    {
        faults ??= new FaultPlan { Faults = [FaultKind.Kill], Calm = TimeSpan.FromSeconds(2), Away = TimeSpan.Zero };
        var plan = new ClusterPlan
        {
            Server = Server,
            Nodes = 1,
            FirstPort = FreePorts.InARow(2),
            Logs = Path.Combine(_folder.FullName, "logs"),
            Settings =
            [
                "Topics:Rules:0:Match=load.*", "Topics:Rules:0:History:Messages=100000", "Topics:Rules:0:History:Bytes=100000000",
                $"Topics:Rules:0:History:Durable={isDurable}", $"Storage:Directory={_folder.FullName}",
            ],
        };
        await using var cluster = new ServerCluster(plan, new LoopbackNetwork("no root"));
        Assert.Null(await cluster.UntilWholeAsync(TimeSpan.FromSeconds(60)));
        var scenario = ScenarioFile.Read("cluster-faults") with
        {
            Url = cluster.Urls[0],
            Admin = cluster.Admins[0],
            ApiKey = ClusterPlan.ApiKey,
            Connections = Clients,
            Topics = 3,
            Publishers = 3,
            Rate = 300,
            Plant = plant,
        };
        FaultsRun? run = null;
        var report = await ReturningRun.RunAsync(
            scenario,
            cluster.Probe,
            (_, _) => new Trial.Silence(),
            context => (run = new FaultsRun(context, cluster, faults, _ => { })).RunAsync());
        return (report, run!.Reports);
    }
}
