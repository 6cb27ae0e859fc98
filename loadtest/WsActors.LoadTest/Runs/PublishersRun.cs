using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>Many publishers at once: how many publications the HTTP API takes, and what each costs. Deliveries are not the point here.</summary>
internal static class PublishersRun
{
    // The server may return a page of metrics that is 300 ms old, because its exporter keeps them for so long.
    private static readonly TimeSpan CountTimeout = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(RunContext context, TopicPlan plan, LatencyRecorder latency)
    {
        try
        {
            // The fleet takes a thread for itself for as long as it runs.
            await Task.Factory.StartNew(() => RunAsync(context, plan, latency, context.Scenario.Batch), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            context.Report.Check("every request is answered", holds: false, fault.Message);
        }
    }

    private static async Task RunAsync(RunContext context, TopicPlan plan, LatencyRecorder latency, int batch)
    {
        var scenario = context.Scenario;
        using var fleet = new PublisherFleet(scenario.Admins, scenario.Publishers, scenario.InFlight, scenario.Timeout);
        byte[][] each = [.. Enumerable.Range(0, scenario.Publishers).Select(index => PublishingRequest.For(index, scenario, plan))];
        var before = CountIn(await context.Metrics.ReadAsync()) ?? 0;
        context.Display.Phase($"warming up with {scenario.Warmup} publications");
        var warmup = new RepeatedRequests(each, Math.Max(1, scenario.Warmup / batch), TimeSpan.Zero, latency);
        if (scenario.Warmup > 0)
            fleet.Run(warmup);

        context.Display.Phase($"{scenario.Publishers} publishers, {scenario.InFlight} requests of {batch} each");
        var (server, own) = (await context.Probe.ReadAsync(), Environment.CpuUsage.TotalTime);
        latency.Start(Stopwatch.GetTimestamp());
        var load = new RepeatedRequests(each, scenario.Publications / batch, scenario.Duration, latency);
        fleet.Run(load);
        var report = latency.Finish(Stopwatch.GetTimestamp());
        var after = await context.Probe.ReadAsync();

        var requests = load.AnswerCount;
        context.Report.Latency = report;
        context.Report.Publishers = new PublishersReport
        {
            Requests = requests,
            Publications = requests * batch,
            Seconds = report.Seconds,
            ServerCpuSeconds = after?.CpuSeconds - server?.CpuSeconds,
            ToolCpuSeconds = (Environment.CpuUsage.TotalTime - own).TotalSeconds,
        };
        var refused = load.Refusals.Values.Sum();
        context.Report.Check("every request is accepted", refused == 0, refused == 0 ? $"{requests}" : string.Join(", ", load.Refusals.Select(cause => $"{cause.Value} × {cause.Key}")));
        await CheckCountAsync(context, before, (warmup.AcceptedCount + load.AcceptedCount) * batch);
    }

    private static async Task CheckCountAsync(RunContext context, double before, double expected)
    {
        var page = await context.Metrics.UntilAsync(page => CountIn(page) - before >= expected, CountTimeout);
        if (CountIn(page) is { } now)
            context.Report.Check("the server counts each publication once", now - before == expected, $"{now - before} of {expected}");
    }

    // The server publishes its own figures, too. Null if the page has no such count: before the first publication, and with other servers.
    private static double? CountIn(MetricsPage? page) => page?.Sum("wsactors_publications_total", "source=\"admin_api\"");
}
