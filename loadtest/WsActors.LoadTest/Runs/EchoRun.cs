using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>Every connection sends, and gets its own messages back.</summary>
internal static class EchoRun
{
    public static async Task RunAsync(RunContext context, EchoLedger ledger, LatencyRecorder latency)
    {
        var scenario = context.Scenario;
        context.Display.Phase(scenario.IsOpenLoop ? $"echoing {scenario.Rate}/s" : $"echoing, {scenario.InFlight} in flight on each connection");
        var (server, own) = (await context.Probe.ReadAsync(), Environment.CpuUsage.TotalTime);
        var (received, sent) = (context.Fleet.Figures.BytesReceived, context.Fleet.Figures.BytesSent);
        await context.Fleet.AskAsync(clients =>
        {
            latency.Start(Stopwatch.GetTimestamp());
            ledger.Start(context.Fleet, clients);
            return true;
        });

        await Task.Delay(scenario.Duration);
        await context.UntilAsync(() => ledger.Delivered >= ledger.Sent || context.Violations.Count > 0, () => ledger.Delivered);
        var serverAfter = await context.Probe.ReadAsync();
        var ownAfter = Environment.CpuUsage.TotalTime;
        var report = await context.Fleet.AskAsync(clients =>
        {
            foreach (var client in clients)
                ledger.CheckEnd(client);
            return latency.Finish(Stopwatch.GetTimestamp());
        });

        context.Report.Latency = report;
        context.Report.Load = new LoadReport
        {
            Publications = ledger.Sent,
            Expected = ledger.Sent,
            Deliveries = ledger.Delivered,
            Seconds = Math.Round(report.Seconds, 3),
            BytesReceived = context.Fleet.Figures.BytesReceived - received,
            BytesSent = context.Fleet.Figures.BytesSent - sent,
            OtherMessages = context.Fleet.Figures.OtherMessages,
        };
        context.Report.Spent(serverAfter?.CpuSeconds - server?.CpuSeconds, serverAfter?.ResidentBytes, (ownAfter - own).TotalSeconds, ledger.Delivered);
        context.Report.Check("every message comes back", ledger.Delivered == ledger.Sent, $"{ledger.Delivered} of {ledger.Sent}");
    }
}
