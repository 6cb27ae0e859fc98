using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>Runs one scenario from the first connection to the report.</summary>
internal static class LoadRun
{
    /// <exception cref="UsageException">The scenario cannot be run here.</exception>
    public static async Task<RunReport> RunAsync(Scenario scenario, IReadOnlyList<int> serverProcesses, Func<Fleet, ILiveFigures, IDisplay> createDisplay)
    {
        ScenarioRules.Check(scenario);
        if (!OperatingSystem.IsLinux())
            throw new UsageException("the load generator runs on Linux: it reads its sockets with epoll");

        OpenFilesLimit.Ensure(scenario.AllConnections + scenario.QuietConnections + scenario.Publishers);
        if (scenario.ComesBack)
            return await ReturningRun.RunAsync(scenario, serverProcesses, createDisplay);

        using var http = AdminHttp.WithKey(new HttpClient { Timeout = scenario.Timeout }, scenario);
        var metrics = new MetricsClient(http, scenario.Admins);
        var parts = new LoadParts(http, metrics, await ProbeAsync(serverProcesses, metrics), createDisplay);
        return scenario.Kind == ScenarioKind.Fairness ? await FairnessRun.RunAsync(scenario, parts) : await RunAsync(scenario, parts);
    }

    private static async Task<RunReport> RunAsync(Scenario scenario, LoadParts parts)
    {
        using var setup = new LoadSetup(scenario, parts, "load");
        var context = setup.Context;
        await using (var sampler = new ServerSampler(parts.Probe))
        {
            if (await ConnectPhase.RunAsync(context))
            {
                await RunKindAsync(setup);
                if (scenario.AfterLeaving > TimeSpan.Zero)
                    await LeavingRun.RunAsync(context);
            }

            context.Report.ServerEachSecond = await sampler.FinishAsync();
        }

        setup.Judge();
        return context.Report;
    }

    private static async Task RunKindAsync(LoadSetup setup)
    {
        var (context, push) = (setup.Context, setup.Push);
        var kind = context.Scenario.Kind;
        if (kind is not (ScenarioKind.Idle or ScenarioKind.Echo or ScenarioKind.Publishers))
        {
            await push.AwaitSubscribersAsync();
            if (!await push.WarmUpAsync())
                return;
        }

        await (kind switch
        {
            ScenarioKind.Idle => IdleRun.RunAsync(context),
            ScenarioKind.Echo => EchoRun.RunAsync(context, setup.Echo, setup.Latency),
            ScenarioKind.Storm => StormRun.RunAsync(context, push),
            ScenarioKind.SlowReaders => SlowReadersRun.RunAsync(context, push),
            ScenarioKind.Publishers => PublishersRun.RunAsync(context, setup.Plan, setup.Latency),
            ScenarioKind.Kill => KillRun.RunAsync(context, push),
            _ => push.LoadAsync(CancellationToken.None),
        });
    }

    private static async Task<IServerProbe> ProbeAsync(IReadOnlyList<int> serverProcesses, MetricsClient metrics)
    {
        if (serverProcesses.Count > 0)
            return ProcessesProbe.Of(serverProcesses);

        var probe = new MetricsProbe(metrics);
        return await probe.ReadAsync() is null ? new NoProbe() : probe;
    }
}
