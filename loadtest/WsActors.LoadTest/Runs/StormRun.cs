using System.Diagnostics;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>All connections are reset at once and come back at once, as after the restart of a load balancer.</summary>
internal static class StormRun
{
    public static async Task RunAsync(RunContext context, PushRun push)
    {
        var (figures, count) = (context.Fleet.Figures, context.Scenario.Connections);
        context.Display.Phase($"storm: {count} clients are cut and come back");
        var timeouts = figures.HandshakeTimeouts;
        figures.Refusals.Clear();

        var start = Stopwatch.GetTimestamp();
        context.Fleet.ConnectWithoutBound();
        context.Fleet.Cut(0, count, reset: true);
        context.Fleet.Connect(0, count);

        // Posted in this order, so that Ready is of the second life when the question is answered.
        await context.Fleet.AskAsync(_ => true);
        var stands = await context.UntilAsync(() => figures.Ready >= count, () => figures.Ready);
        var seconds = Stopwatch.GetElapsedTime(start, figures.LastReadyAt).TotalSeconds;
        context.Report.Storm = new StormReport(
            figures.Ready, Math.Round(seconds, 3), Math.Round(count / seconds), figures.HandshakeTimeouts - timeouts, new Dictionary<string, long>(figures.Refusals));
        context.Report.Check("all clients come back", stands, $"{figures.Ready} of {count} in {seconds:0.0} s");
        if (!stands)
            return;

        await CheckServerAsync(context, count);
        await push.AwaitSubscribersAsync();
        await push.LoadAsync(CancellationToken.None);
    }

    // The old connections must be gone from the server's counts as the new ones stand in them.
    private static async Task CheckServerAsync(RunContext context, int count)
    {
        if (!context.Scenario.SpeaksWsActors)
            return;

        var page = await context.Metrics.UntilAsync(page => page.Sum("wsactors_connections") == count, context.Scenario.Timeout);
        if (page?.Sum("wsactors_connections") is { } connections)
            context.Report.Check("the server counts each client once", connections == count, $"{connections} connections");
    }
}
