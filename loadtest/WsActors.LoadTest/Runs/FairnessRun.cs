using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>
/// Quiet topics, first alone and then beside a firehose: one topic with many subscribers that is published to as fast as its window
/// allows. The two have clients, publishers and threads of their own, so that the load generator does not delay the quiet ones.
/// </summary>
internal static class FairnessRun
{
    public static async Task<RunReport> RunAsync(Scenario scenario, LoadParts parts)
    {
        using var firehose = new LoadSetup(FirehoseOf(scenario), parts, "load");
        using var quiet = new LoadSetup(QuietOf(scenario), parts with { CreateDisplay = (_, _) => firehose.Context.Display }, "quiet");
        var report = new RunReport(scenario);
        await using (var sampler = new ServerSampler(parts.Probe))
        {
            if (await ConnectPhase.RunAsync(quiet.Context) && await ConnectPhase.RunAsync(firehose.Context))
                report.Fairness = await MeasureAsync(scenario, firehose, quiet);
            report.ServerEachSecond = await sampler.FinishAsync();
        }

        Take(report, firehose);
        Take(report, quiet);
        return report;
    }

    private static async Task<FairnessReport> MeasureAsync(Scenario scenario, LoadSetup firehose, LoadSetup quiet)
    {
        foreach (var load in (LoadSetup[])[quiet, firehose])
        {
            await load.Push.AwaitSubscribersAsync();
            await load.Push.WarmUpAsync();
        }

        await quiet.Push.LoadAsync(CancellationToken.None);
        var alone = quiet.Context.Report.Latency!;

        using var enough = new CancellationTokenSource();
        var flood = firehose.Push.LoadAsync(enough.Token);
        await quiet.Push.LoadAsync(CancellationToken.None);
        await enough.CancelAsync();
        await flood;
        return new FairnessReport(scenario.QuietTopics, scenario.QuietSubscribers, scenario.QuietRate, alone, quiet.Context.Report.Latency!);
    }

    // It publishes until the quiet topics are done.
    private static Scenario FirehoseOf(Scenario scenario) => scenario with { Kind = ScenarioKind.Push, Publications = 0, Duration = TimeSpan.Zero };

    private static Scenario QuietOf(Scenario scenario) => scenario with
    {
        Kind = ScenarioKind.Push,
        Connections = scenario.QuietConnections,
        Baseline = 0,
        Topics = scenario.QuietTopics,
        TopicsPerConnection = 1,
        Rate = scenario.QuietRate,
        Window = PublicationWindow.Delivered,
        Waves = false,
        Warmup = scenario.QuietTopics,
        SlowReaders = 0,
        SlowReaderTopics = 0,
        Kills = 0,
    };

    // The figures are those of the firehose, the checks those of both.
    private static void Take(RunReport report, LoadSetup load)
    {
        load.Judge();
        var own = load.Context.Report;
        var name = load.Plan.Names[0] == "load.0" ? "firehose" : "quiet topics";
        report.Checks.AddRange(own.Checks.Select(check => check with { Statement = $"{name}: {check.Statement}" }));
        report.Violations = [.. report.Violations, .. own.Violations];
        report.Connect ??= own.Connect;
        report.Server ??= own.Server;
        report.Load ??= own.Load;
        report.Latency ??= own.Latency;
        report.Tool ??= own.Tool;
    }
}
