using System.Diagnostics;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>Brings all clients up, and measures what they cost the server's memory.</summary>
internal static class ConnectPhase
{
    /// <returns>Whether all stand.</returns>
    public static async Task<bool> RunAsync(RunContext context)
    {
        var scenario = context.Scenario;
        var steady = scenario.Connections + scenario.SlowReaders;
        if (scenario.Baseline > 0 && !await ConnectAsync(context, 0, scenario.Baseline))
            return false;

        await Task.Delay(scenario.Settle);
        var before = await context.Probe.ReadAsync();
        var ownBefore = OwnMemory();
        var start = Stopwatch.GetTimestamp();
        var stands = await ConnectAsync(context, scenario.Baseline, steady - scenario.Baseline);

        var made = await context.Probe.ReadAsync();
        Note(context, steady - scenario.Baseline, start);
        await Task.Delay(scenario.Settle);
        var after = await context.Probe.ReadAsync();
        context.Report.Server = new ServerReport
        {
            Source = context.Probe.Source,
            MemoryBefore = before?.ResidentBytes,
            MemoryConnected = after?.ResidentBytes,
            Connections = steady - scenario.Baseline,
            ConnectCpuSeconds = made?.CpuSeconds - before?.CpuSeconds,
        };
        context.Report.Tool = new ToolReport(Math.Round((OwnMemory() - ownBefore) / (double)(steady - scenario.Baseline)), 0, null);
        return stands;
    }

    private static async Task<bool> ConnectAsync(RunContext context, int first, int count)
    {
        var figures = context.Fleet.Figures;
        context.Display.Phase($"connecting {count} clients");
        context.Fleet.Connect(first, count);
        var stands = await context.UntilAsync(() => figures.Ready >= first + count, () => figures.Ready);
        context.Report.Check($"all {first + count} clients connect", stands, $"{figures.Ready} stand{Causes(figures)}");
        return stands;
    }

    private static void Note(RunContext context, int count, long start)
    {
        var figures = context.Fleet.Figures;
        var seconds = Math.Max(0.001, Stopwatch.GetElapsedTime(start, figures.LastReadyAt).TotalSeconds);
        context.Report.Connect = new ConnectReport(
            figures.Ready, Math.Round(seconds, 3), Math.Round(count / seconds), figures.HandshakeTimeouts, new Dictionary<string, long>(figures.Refusals));
    }

    private static string Causes(FleetFigures figures) =>
        figures.Refusals.IsEmpty ? "" : $"; failed attempts: {string.Join(", ", figures.Refusals.Select(cause => $"{cause.Value} × {cause.Key}"))}";

    private static long OwnMemory() => Environment.WorkingSet;
}
