using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>A run whose clients come back for what they missed, from the server's start to the report.</summary>
internal static class ReturningRun
{
    // A planted fault lies where its client has come and gone already.
    private const int SoundMessages = 100;

    /// <exception cref="UsageException">The scenario cannot be run here.</exception>
    public static async Task<RunReport> RunAsync(Scenario asked, IReadOnlyList<int> serverProcesses, Func<Fleet, ILiveFigures, IDisplay> createDisplay)
    {
        await using var server = asked.ServerCommand is { } command ? await ServerProcess.StartAsync(command) : null;
        var scenario = server is null ? asked : asked with { Url = server.Url, Admin = server.Admin };
        var probe = server is not null ? server : serverProcesses.Count > 0 ? ProcessesProbe.Of(serverProcesses) : (IServerProbe)new NoProbe();
        var process = server?.Id ?? (serverProcesses is [var only] ? only : null);
        return await RunAsync(scenario, probe, createDisplay, context => scenario.Kind == ScenarioKind.Lossless ? LosslessRun.RunAsync(context, server) : RecoveryRun.RunAsync(context, process));
    }

    /// <summary>Connects all clients, does something with them, and judges what they have read.</summary>
    /// <exception cref="UsageException">The scenario cannot be run here.</exception>
    public static async Task<RunReport> RunAsync(Scenario scenario, IServerProbe probe, Func<Fleet, ILiveFigures, IDisplay> createDisplay, Func<ReturningContext, Task> body)
    {
        using var http = AdminHttp.WithKey(new HttpClient { Timeout = scenario.Timeout }, scenario);
        var run = (uint)Random.Shared.NextInt64(1L << 32);
        var violations = new ViolationLog();
        var plan = new TopicPlan(scenario.Topics, scenario.TopicsPerConnection, scenario.Connections);
        var payload = new FillerPayload(scenario.Payload);
        var planter = new Planter(scenario.Plant, SoundMessages);
        var clients = new ReturningClients(run, plan, payload, planter, violations);
        using var fleet = new Fleet(scenario, Target.Of(scenario), plan, clients, violations, new ReturningDialect(scenario, plan, clients));

        KeyedProducer? producer = null;
        var figures = new LiveFigures(() => clients.Totals.Deliveries, () => violations.Count, () => Details(producer, clients.Totals));
        var metrics = new MetricsClient(http, scenario.Admins);
        var context = new RunContext(scenario, fleet, violations, probe, metrics, createDisplay(fleet, figures));
        var publisher = new KeyedPublisher(http, scenario, run, plan, payload);
        var returning = new ReturningContext(context, run, plan, clients, publisher, new TopicsApi(http, scenario.Admins));
        producer = returning.Producer;

        await using (var sampler = new ServerSampler(probe))
        {
            if (await ConnectPhase.RunAsync(context))
                await RunAsync(returning, body);
            context.Report.ServerEachSecond = await sampler.FinishAsync();
        }

        if (scenario.Plant != PlantedFault.None)
            context.Report.Check("the fault was planted", planter.IsPlanted, scenario.Plant.ToString());
        context.Report.Violations = violations.First;
        context.Report.Check("every message is right", violations.Count == 0, violations.Count == 0 ? "no violation" : $"{violations.Count} violations, first {violations.First[0]}");
        return context.Report;
    }

    private static async Task RunAsync(ReturningContext context, Func<ReturningContext, Task> body)
    {
        try
        {
            await context.BeginAsync();
            await body(context);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            context.Report.Check("the server takes every publication", holds: false, fault.Message);
        }
    }

    private static string Details(KeyedProducer? producer, ReadingTotals totals) =>
        $", {producer?.Published ?? 0} published, {totals.CompleteRecoveries} recovered, {totals.Gaps} gaps";
}
