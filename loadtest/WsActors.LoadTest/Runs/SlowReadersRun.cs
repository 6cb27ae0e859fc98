using WsActors.LoadTest.Results;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>
/// Some clients stop reading. The others must get everything all the same. Of the slow ones, who was closed must have got a
/// beginning without holes, and who was not everything: each message, or the gap that names it.
/// </summary>
internal static class SlowReadersRun
{
    public static async Task RunAsync(RunContext context, PushRun push)
    {
        var scenario = context.Scenario;
        var before = (await context.Metrics.ReadAsync())?.Sum("wsactors_slow_consumers_total") ?? 0;
        await using var outboxes = new OutboxSampler(context.Metrics);
        await push.LoadAsync(CancellationToken.None);
        var most = await outboxes.FinishAsync();
        var page = await context.Metrics.ReadAsync();

        context.Display.Phase("reading what the slow readers have left");
        context.Fleet.Read(scenario.Connections, scenario.SlowReaders, reads: true);
        await DrainAsync(context);
        await push.CheckSlowReadersAsync();
        var (open, read, missed) = await context.Fleet.AskAsync(clients =>
        {
            var slow = clients.AsSpan(scenario.Connections, scenario.SlowReaders).ToArray();
            return (slow.Count(client => client.IsOpen), slow.Sum(client => (long)client.Received), slow.Sum(client => client.Missed));
        });
        context.Report.SlowReaders = new SlowReadersReport(
            scenario.SlowReaders,
            scenario.SlowReaders - open,
            new Dictionary<string, long>(context.Fleet.Figures.Ends),
            read,
            missed,
            most,
            page?.Sum("wsactors_outbox_bytes"),
            page?.Sum("wsactors_slow_consumers_total") - before);
    }

    // They are through when nothing has arrived for a while.
    private static async Task DrainAsync(RunContext context)
    {
        long before;
        do
        {
            before = context.Fleet.Figures.BytesReceived;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        while (context.Fleet.Figures.BytesReceived != before);
    }
}
