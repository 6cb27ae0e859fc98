using System.Diagnostics;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>
/// Clients are cut off in every way, and the server is restarted, while publications go on. In the end each must have read
/// everything since its first subscription, once and in order.
/// </summary>
internal static class LosslessRun
{
    public static async Task RunAsync(ReturningContext context, ServerProcess? server)
    {
        var scenario = context.Scenario;
        var seed = scenario.Seed != 0 ? scenario.Seed : Random.Shared.Next(1, int.MaxValue);
        var cutter = new Cutter(context.Run.Fleet, context.Clients, context.Topics, scenario, new Random(seed));
        context.Run.Display.Phase($"publishing {scenario.Rate}/s, {scenario.Cuts} cuts per second, seed {seed}");

        var start = Stopwatch.GetTimestamp();
        using var over = new CancellationTokenSource();
        var cutting = cutter.RunAsync(over.Token);
        var restarting = RestartAsync(context, server);
        try
        {
            await context.Producer.RunAsync(scenario.Duration);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(cutting, restarting);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        context.Run.Display.Phase("waiting for the last messages");
        var isComplete = await context.UntilCompleteAsync();
        Note(context, cutter, await restarting, seconds, await context.FinishAsync(), seed);
        Check(context, isComplete);
    }

    // Spread over the run, with time before the first and after the last.
    private static async Task<List<RestartReport>> RestartAsync(ReturningContext context, ServerProcess? server)
    {
        var restarts = new List<RestartReport>();
        for (var i = 0; server is not null && i < context.Scenario.Restarts; i++)
        {
            await Task.Delay(context.Scenario.Duration / (context.Scenario.Restarts + 1));
            var kill = i % 2 == 1;
            var (stopping, starting) = await server.RestartAsync(kill);
            restarts.Add(new RestartReport(kill ? "SIGKILL" : "SIGTERM", Math.Round(stopping.TotalSeconds, 2), Math.Round(starting.TotalSeconds, 2)));
        }

        return restarts;
    }

    private static void Note(ReturningContext context, Cutter cutter, List<RestartReport> restarts, double seconds, long audited, int seed)
    {
        var (producer, totals, figures) = (context.Producer, context.Clients.Totals, context.Run.Fleet.Figures);
        context.Report.Lossless = new LosslessReport
        {
            Publications = producer.Published,
            Seconds = Math.Round(seconds, 2),
            Requests = context.Publisher.Requests,
            Retries = context.Publisher.Retries,
            RetryCauses = new Dictionary<string, long>(context.Publisher.Causes),
            Repeated = producer.Repeated,
            LongestDelaySeconds = Math.Round(producer.LongestDelay.TotalSeconds, 2),
            Deliveries = totals.Deliveries,
            Cuts = cutter.Counts,
            Restarts = restarts,
            Ends = new Dictionary<string, long>(figures.Ends),
            Connections = figures.Begun,
            Recoveries = totals.CompleteRecoveries,
            IncompleteRecoveries = totals.IncompleteRecoveries,
            Gaps = totals.Gaps,
            GapMessages = totals.GapMessages,
            Audited = audited,
            Faults = context.Run.Violations.Count,
            Seed = seed,
        };
    }

    private static void Check(ReturningContext context, bool isComplete)
    {
        var (scenario, found) = (context.Scenario, context.Report.Lossless!);
        var asked = (long)(scenario.Duration.TotalSeconds * scenario.Rate);
        context.Report.Check("every publication is acknowledged", found.Publications == asked, $"{found.Publications} of {asked}");
        context.Report.Check("every client has read to the end", isComplete, isComplete ? "all" : "some have not");
        context.Report.Check(
            "the logs hold what was acknowledged, once",
            found.Audited == found.Publications || scenario.AllowGaps,
            $"{found.Audited} messages; {found.Repeated} publications were sent twice");
        if (!scenario.AllowGaps)
            context.Report.Check("nothing is announced as missing", found is { Gaps: 0, IncompleteRecoveries: 0 }, $"{found.Gaps} gaps, {found.IncompleteRecoveries} incomplete recoveries");
    }
}
