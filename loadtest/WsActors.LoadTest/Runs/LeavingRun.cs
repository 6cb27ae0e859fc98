using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>All clients leave, and the server's memory is read some time later.</summary>
internal static class LeavingRun
{
    public static async Task RunAsync(RunContext context)
    {
        var scenario = context.Scenario;
        context.Display.Phase($"all clients have left: waiting {scenario.AfterLeaving.TotalSeconds:0.#} s");
        context.Fleet.Cut(0, scenario.AllConnections, reset: false);
        await context.Fleet.AskAsync(_ => true);
        await CheckServerAsync(context);
        await Task.Delay(scenario.AfterLeaving);
        context.Report.Leaving = new LeavingReport
        {
            SecondsAfter = scenario.AfterLeaving.TotalSeconds,
            MemoryBefore = context.Report.Server?.MemoryBefore,
            MemoryAfter = (await context.Probe.ReadAsync())?.ResidentBytes,
        };
    }

    private static async Task CheckServerAsync(RunContext context)
    {
        if (!context.Scenario.SpeaksWsActors)
            return;

        var page = await context.Metrics.UntilAsync(page => page.Sum("wsactors_connections") == 0, context.Scenario.Timeout);
        if (page?.Sum("wsactors_connections") is { } connections)
            context.Report.Check("the server counts no client any more", connections == 0, $"{connections} connections");
    }
}
