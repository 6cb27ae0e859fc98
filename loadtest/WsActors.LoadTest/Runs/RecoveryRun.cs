using System.Diagnostics;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>All clients come back at once with their offsets, as after the restart of a load balancer, and each has missed as much.</summary>
internal static class RecoveryRun
{
    public static async Task RunAsync(ReturningContext context, int? serverProcess)
    {
        var (scenario, fleet) = (context.Scenario, context.Run.Fleet);
        context.Run.Display.Phase("publishing one message to each topic");
        await context.Producer.PublishAllAsync(context.Plan.Topics);
        context.Report.Check("every client has the first messages", await context.UntilCompleteAsync(), $"{context.Clients.Totals.Deliveries}");

        context.Run.Display.Phase("all clients are cut");
        fleet.Cut(0, scenario.Connections, reset: true);
        await context.Run.Metrics.UntilAsync(page => page.Sum("wsactors_connections") == 0, scenario.Timeout);
        var missedOfTopic = scenario.Missed / scenario.TopicsPerConnection;
        await context.Producer.PublishAllAsync(context.Plan.Topics * missedOfTopic);
        await Task.Delay(scenario.Settle);

        await StormAsync(context, serverProcess);
        await context.Producer.PublishAllAsync(context.Plan.Topics);
        context.Report.Check("live messages follow", await context.UntilCompleteAsync(), $"{context.Plan.Topics} publications");
        await context.FinishAsync();
    }

    private static async Task StormAsync(ReturningContext context, int? serverProcess)
    {
        var (fleet, figures, count) = (context.Run.Fleet, context.Run.Fleet.Figures, context.Scenario.Connections);
        context.Run.Display.Phase($"storm: {count} clients come back, each for {context.Scenario.Missed} messages");
        var (timeouts, deliveries) = (figures.HandshakeTimeouts, context.Clients.Totals.Deliveries);
        figures.Refusals.Clear();
        var caughtUp = await NoteCatchingUpAsync(context);
        var before = await context.Run.Probe.ReadAsync();
        if (serverProcess is { } id)
            PeakMemory.Reset(id);

        var (start, own) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        fleet.ConnectWithoutBound();
        fleet.Connect(0, count);
        var isComplete = await context.UntilCompleteAsync();
        var after = await context.Run.Probe.ReadAsync();
        double[] seconds = [.. caughtUp.Select(at => Stopwatch.GetElapsedTime(start, at).TotalSeconds).Order()];
        context.Report.Recovery = new RecoveryReport
        {
            Clients = count,
            Missed = context.Scenario.Missed,
            Messages = context.Clients.Totals.Deliveries - deliveries,
            SecondsToLastSubscribed = Math.Round(Stopwatch.GetElapsedTime(start, figures.LastReadyAt).TotalSeconds, 3),
            SecondsToLastCaughtUp = Math.Round(seconds[^1], 3),
            P50Seconds = Math.Round(seconds[count / 2], 3),
            P99Seconds = Math.Round(seconds[count * 99 / 100], 3),
            ServerCpuSeconds = after?.CpuSeconds - before?.CpuSeconds,
            ServerMemoryBefore = before?.ResidentBytes,
            ServerMemoryPeak = serverProcess is { } server ? PeakMemory.Read(server) : null,
            ToolCpuSeconds = Math.Round((Environment.CpuUsage.TotalTime - own).TotalSeconds, 2),
            HandshakeTimeouts = figures.HandshakeTimeouts - timeouts,
            Refusals = new Dictionary<string, long>(figures.Refusals),
        };
        context.Report.Check("every client has caught up", isComplete, $"{seconds.Length} in {seconds[^1]:0.00} s");
    }

    // When each client has everything; written by the fleet's thread.
    private static Task<long[]> NoteCatchingUpAsync(ReturningContext context) => context.Run.Fleet.AskAsync(_ =>
    {
        var at = new long[context.Scenario.Connections];
        context.Clients.CaughtUp = (client, now) => at[client] = now;
        return at;
    });
}
