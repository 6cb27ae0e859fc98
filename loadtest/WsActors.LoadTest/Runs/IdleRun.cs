namespace WsActors.LoadTest.Runs;

/// <summary>The connections wait; whatever they cost then is the server's.</summary>
internal static class IdleRun
{
    public static async Task RunAsync(RunContext context)
    {
        context.Display.Phase("waiting");
        var (server, own) = (await context.Probe.ReadAsync(), Environment.CpuUsage.TotalTime);
        await Task.Delay(context.Scenario.Duration);
        var after = await context.Probe.ReadAsync();
        context.Report.Spent(after?.CpuSeconds - server?.CpuSeconds, after?.ResidentBytes, (Environment.CpuUsage.TotalTime - own).TotalSeconds, 0);
        context.Report.Check("all connections stay", context.Fleet.Figures.Ready == context.Scenario.Connections, $"{context.Fleet.Figures.Ready} stand");
    }
}
