using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>The connections wait; whatever they cost then is the server's. What arrives unasked, as from another server, is counted.</summary>
internal static class IdleRun
{
    public static async Task RunAsync(RunContext context)
    {
        context.Display.Phase("waiting");
        var (server, own) = (await context.Probe.ReadAsync(), Environment.CpuUsage.TotalTime);
        var (received, messages) = (context.Fleet.Figures.BytesReceived, context.Fleet.Figures.Messages);
        await Task.Delay(context.Scenario.Duration);
        var after = await context.Probe.ReadAsync();
        context.Report.Spent(after?.CpuSeconds - server?.CpuSeconds, after?.ResidentBytes, (Environment.CpuUsage.TotalTime - own).TotalSeconds, 0);
        context.Report.Load = new LoadReport
        {
            Seconds = context.Scenario.Duration.TotalSeconds,
            BytesReceived = context.Fleet.Figures.BytesReceived - received,
            OtherMessages = context.Fleet.Figures.Messages - messages,
        };
        context.Report.Check("all connections stay", context.Fleet.Figures.Ready == context.Scenario.Connections, $"{context.Fleet.Figures.Ready} stand");
    }
}
