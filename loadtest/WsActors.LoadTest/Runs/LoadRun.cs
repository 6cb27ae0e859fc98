using WsActors.LoadTest.Checking;
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
    public static async Task<RunReport> RunAsync(Scenario scenario, int? serverProcess, Func<Fleet, ILiveFigures, IDisplay> createDisplay)
    {
        ScenarioRules.Check(scenario);
        if (!OperatingSystem.IsLinux())
            throw new UsageException("the load generator runs on Linux: it reads its sockets with epoll");

        OpenFilesLimit.Ensure(scenario.AllConnections + scenario.Publishers);
        if (scenario.ComesBack)
            return await ReturningRun.RunAsync(scenario, serverProcess, createDisplay);

        using var http = new HttpClient { Timeout = scenario.Timeout };
        var metrics = new MetricsClient(http, scenario.Admin);
        var probe = await ProbeAsync(scenario, serverProcess, metrics);

        var run = (uint)Random.Shared.NextInt64(1L << 32);
        var (violations, latency, publications) = (new ViolationLog(), new LatencyRecorder(), new PublicationLog());
        var plan = new TopicPlan(scenario.Topics, scenario.TopicsPerConnection, scenario.Connections, scenario.SlowReaderTopics);
        IPayload payload = scenario.PayloadKind == PayloadKind.Json ? new QuotesPayload(scenario.Payload) : new FillerPayload(scenario.Payload);
        ITopicOrder order = scenario.CountsAnswers ? new ArrivalOrder(plan, publications, violations) : new PublishedOrder();
        var push = new DeliveryLedger(run, plan, publications, latency, violations, payload, order, scenario.Mode == ClientMode.Json);
        var echo = new EchoLedger(scenario, run, latency, violations);
        IDeliveries deliveries = scenario.Kind == ScenarioKind.Echo ? echo : push;
        using var publisher = Publishers.Of(scenario);
        using var producer = new Producer(scenario, run, plan, publications, payload, publisher);
        push.PublicationDone = producer.OnPublicationDone;
        using var fleet = new Fleet(scenario, Target.Of(scenario), plan, deliveries, violations);
        var context = new RunContext(
            scenario, fleet, violations, probe, metrics,
            createDisplay(fleet, new LiveFigures(() => scenario.Kind == ScenarioKind.Echo ? echo.Delivered : push.Delivered, () => violations.Count)));

        var pushRun = new PushRun(context, plan, publications, push, latency, producer, new TopicsApi(http, scenario.Admin));

        await using (var sampler = new ServerSampler(probe))
        {
            if (await ConnectPhase.RunAsync(context))
            {
                await RunKindAsync(context, pushRun, plan, echo, latency);
                if (scenario.AfterLeaving > TimeSpan.Zero)
                    await LeavingRun.RunAsync(context);
            }

            context.Report.ServerEachSecond = await sampler.FinishAsync();
        }

        context.Report.Violations = violations.First;
        context.Report.Check("every message is right", violations.Count == 0, violations.Count == 0 ? "no violation" : $"{violations.Count} violations, first {violations.First[0]}");
        return context.Report;
    }

    private static async Task RunKindAsync(RunContext context, PushRun push, TopicPlan plan, EchoLedger echo, LatencyRecorder latency)
    {
        var kind = context.Scenario.Kind;
        if (kind is not (ScenarioKind.Idle or ScenarioKind.Echo or ScenarioKind.Publishers))
        {
            await push.AwaitSubscribersAsync();
            await push.WarmUpAsync();
        }

        await (kind switch
        {
            ScenarioKind.Idle => IdleRun.RunAsync(context),
            ScenarioKind.Echo => EchoRun.RunAsync(context, echo, latency),
            ScenarioKind.Storm => StormRun.RunAsync(context, push),
            ScenarioKind.SlowReaders => SlowReadersRun.RunAsync(context, push),
            ScenarioKind.Publishers => PublishersRun.RunAsync(context, plan, latency),
            ScenarioKind.Kill => KillRun.RunAsync(context, push),
            _ => push.LoadAsync(CancellationToken.None),
        });
    }

    private static async Task<IServerProbe> ProbeAsync(Scenario scenario, int? serverProcess, MetricsClient metrics)
    {
        if (serverProcess is { } id)
            return new ProcessProbe(id);

        var probe = new MetricsProbe(metrics);
        return await probe.ReadAsync() is null ? new NoProbe() : probe;
    }
}
