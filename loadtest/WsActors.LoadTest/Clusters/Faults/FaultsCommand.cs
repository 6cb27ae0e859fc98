using System.CommandLine;
using Spectre.Console;
using WsActors.LoadTest.Clusters.Balancing;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Faults;

/// <summary>The command <c>cluster faults</c>.</summary>
internal sealed class FaultsCommand
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);

    private readonly ClusterOptions _cluster = new();
    private readonly Option<int?> _connections = new("--connections") { Description = "Clients" };
    private readonly Option<int?> _topics = new("--topics") { Description = "Topics, each with a publisher of its own" };
    private readonly Option<double?> _rate = new("--rate") { Description = "Publications per second to all topics together" };
    private readonly Option<FaultKind[]> _faults = new("--fault") { Description = "A fault, in the order in which they are to be done; none: all", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _node = new("--node") { Description = "The node that each fault is done to, from 0; none: each has its own" };
    private readonly Option<string> _calm = DurationOption("--calm", "The time without a fault at the beginning", "10s");
    private readonly Option<string> _away = DurationOption("--away", "How long a node that was ended stays away", "20s");
    private readonly Option<string> _partition = DurationOption("--partition", "The duration of the partition", "30s");
    private readonly Option<string> _stop = DurationOption("--stop", "The duration of SIGSTOP", "20s");
    private readonly Option<string> _recovery = DurationOption("--recovery", "The longest time from the end of a fault until everything is as before", "180s");
    private readonly Option<string?> _nextServer = new("--next-server") { Description = "Another build of the server, an executable or a .dll, for the faults upgrade and downgrade" };
    private readonly Option<string?> _database = new("--database-restart") { Description = "A shell command that restarts PostgreSQL" };
    private readonly Option<bool> _allowGaps = new("--allow-gaps") { Description = "Messages announced as missing are no failure" };
    private readonly Option<PlantedFault> _plant = new("--plant") { Description = "loss, double or swap: spoils what one client receives, so that the run must fail" };
    private readonly Option<bool> _haproxy = new("--haproxy") { Description = "Clients connect through HAProxy, which has to be installed, instead of to the nodes" };
    private readonly Option<double?> _mostReturns = new("--most-returns") { Description = "The most connections per second that clients may begin; more fails the run" };
    private readonly Option<string?> _plot = new("--plot") { Description = "Writes a plot of the connections begun per second to this file, as SVG; needs --most-returns" };
    private readonly Option<string?> _json = new("--json") { Description = "Writes the result to this file" };

    /// <summary>The command for the command line.</summary>
    public Command Command()
    {
        var command = new Command("faults", "Starts a cluster, does one fault after the other to it under load, and prints what publishers and clients noticed of each.");
        _cluster.AddTo(command);
        foreach (var option in new Option[] { _connections, _topics, _rate, _faults, _node, _calm, _away, _partition, _stop, _recovery, _nextServer, _database, _allowGaps, _plant, _haproxy, _mostReturns, _plot, _json })
            command.Options.Add(option);
        command.SetAction((line, _) => RunAsync(line));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line)
    {
        var (plan, faults, console) = (_cluster.PlanOf(line), PlanOf(line), AnsiConsole.Console);
        console.Profile.Width = 400;
        var scenario = ScenarioOf(line);
        OpenFilesLimit.Ensure(scenario.Connections + scenario.Publishers);
        await using var cluster = new ServerCluster(plan, ClusterOptions.NetworkFor(plan));
        if (await cluster.UntilWholeAsync(LongestStart) is { } missing)
        {
            console.WriteLine($"the cluster does not start: {missing}; see {plan.Logs}");
            return 1;
        }

        await using var haproxy = line.GetValue(_haproxy) ? await Haproxy.StartAsync(plan.Logs, plan.FirstPort - 1, cluster.Targets) : null;
        scenario = scenario with { Url = cluster.Urls[0], Admin = cluster.Admins[0], MoreUrls = [.. cluster.Urls.Skip(1)], MoreAdmins = [.. cluster.Admins.Skip(1)] };
        if (haproxy is not null)
            scenario = scenario with { Url = haproxy.Url, MoreUrls = [] };
        ScenarioRules.Check(scenario);
        FaultsRun? run = null;
        ProgressDisplay? display = null;
        RunReport report;
        try
        {
            report = await ReturningRun.RunAsync(
                scenario,
                cluster.Probe,
                (fleet, figures) => display = new ProgressDisplay(console, fleet, figures),
                async context =>
                {
                    await using var sampler = new ConnectionsSampler(context.Run.Fleet.Figures);
                    await (run = new FaultsRun(context, cluster, faults, _ => { })).RunAsync();
                    await CheckReturnsAsync(line, context.Report, await sampler.FinishAsync());
                });
        }
        finally
        {
            display?.Dispose();
        }

        report.Faults = run?.Reports;
        TextReport.Write(console, report);
        Console.WriteLine();
        Console.Write(FaultTable.Write(run?.Reports ?? []));
        if (line.GetValue(_json) is { } file)
            await File.WriteAllTextAsync(file, JsonReport.Write(report));
        return report.Passed ? 0 : 1;
    }

    private async Task CheckReturnsAsync(ParseResult line, RunReport report, IReadOnlyList<ConnectionsSecond> seconds)
    {
        if (line.GetValue(_mostReturns) is not { } limit)
            return;

        var most = seconds.Max(second => second.Begun);
        report.Check("clients begin no more connections per second than allowed", most <= limit, $"at most {most}, and {limit} are allowed");
        if (line.GetValue(_plot) is { } file)
            await File.WriteAllTextAsync(file, ConnectionsPlot.Write(seconds, limit));
    }

    private Scenario ScenarioOf(ParseResult line)
    {
        var file = ScenarioFile.Read("cluster-faults");
        var topics = line.GetValue(_topics) ?? file.Topics;
        return file with
        {
            ApiKey = ClusterPlan.ApiKey,
            Connections = line.GetValue(_connections) ?? file.Connections,
            Topics = topics,
            Publishers = topics,
            Rate = line.GetValue(_rate) ?? file.Rate,
            AllowGaps = line.GetValue(_allowGaps),
            Plant = line.GetValue(_plant),
        };
    }

    private FaultPlan PlanOf(ParseResult line) => new()
    {
        Faults = line.GetValue(_faults) is [_, ..] some ? some : AllFaults(hasNextServer: line.GetValue(_nextServer) is not null),
        NextServer = NextServerOf(line),
        Node = line.GetValue(_node),
        Calm = DurationOf(line, _calm),
        Away = DurationOf(line, _away),
        Partition = DurationOf(line, _partition),
        Stop = DurationOf(line, _stop),
        LongestRecovery = DurationOf(line, _recovery),
        DatabaseRestart = line.GetValue(_database),
    };

    private static FaultKind[] AllFaults(bool hasNextServer) =>
        [.. Enum.GetValues<FaultKind>().Where(fault => hasNextServer || fault is not (FaultKind.Upgrade or FaultKind.Downgrade))];

    private string? NextServerOf(ParseResult line)
    {
        var server = line.GetValue(_nextServer);
        return server is null || File.Exists(server) ? server : throw new UsageException($"--next-server is {server}: there is no such file");
    }

    private static Option<string> DurationOption(string name, string description, string value) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static TimeSpan DurationOf(ParseResult line, Option<string> option) =>
        DurationText.TryParse(line.GetValue(option), out var duration) ? duration : throw new UsageException($"{option.Name} is \"{line.GetValue(option)}\": write 500ms, 30s, 5m or 1h");
}
