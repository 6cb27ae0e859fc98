using System.Diagnostics;
using WsActors.Client;

namespace WsActors.Benchmarks.Clients;

/// <summary>The processor time and the memory of many subscriptions of one .NET client until they are live.</summary>
internal static class ClientTopicsRun
{
    public static async Task MeasureAsync(int topics)
    {
        // Once before, so that the code is compiled.
        for (var run = 0; run < 6; run++)
        {
            var (cpu, bytes) = await RunAsync(topics);
            if (run > 0)
                Console.WriteLine($"{topics} subscriptions: {cpu.TotalMilliseconds:F0} ms of CPU of client and source until they are live, {bytes / 1024.0 / 1024:F2} MB");
        }
    }

    private static async Task<(TimeSpan Cpu, long Bytes)> RunAsync(int topics)
    {
        using var source = new FrameSource();
        await Task.Delay(100);
        var bytes = HeldBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var accepting = Task.Factory.StartNew(() => source.Accept(topics), TaskCreationOptions.LongRunning);
        await using var client = new WsActorsClient(source.Address);
        var subscriptions = Enumerable.Range(0, topics).Select(number => client.SubscribeAsync<string>($"topic-{number}")).ToArray();
        await accepting;
        while (subscriptions.Any(subscription => subscription.State != SubscriptionState.Live))
            await Task.Delay(1);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var held = HeldBytes() - bytes;
        GC.KeepAlive(subscriptions);
        return (used, held);
    }

    // The threads and sockets of the run before hold memory until they are finalized.
    private static long HeldBytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
