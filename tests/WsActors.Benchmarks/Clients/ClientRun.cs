using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WsActors.Client;

namespace WsActors.Benchmarks.Clients;

/// <summary>Messages per second through the .NET client, and the bytes that it allocates for each beyond its payload.</summary>
internal static class ClientRun
{
    private const int WarmUp = 100_000;

    public static async Task MeasureAsync(int perSecond, int seconds)
    {
        var count = perSecond * seconds;
        using var source = new FrameSource();
        await using var client = new WsActorsClient(source.Address, new WsActorsClientOptions { Json = QuoteJson.Default, MaxBuffered = 100_000 });
        var prices = client.SubscribeAsync<Quote>("prices");
        var sending = Task.Factory.StartNew(
            () =>
            {
                source.Accept(subscriptions: 1);
                source.SendMessages("prices", WarmUp, perSecond: 50_000);
                source.SendMessages("prices", count, perSecond);
            },
            TaskCreationOptions.LongRunning);

        var (received, gaps) = (0, 0);
        var (allocated, cpu, watch, collections) = (0L, TimeSpan.Zero, new Stopwatch(), 0);
        await foreach (var message in prices)
        {
            if (message.Gap is not null)
                gaps++;
            if (++received == WarmUp)
            {
                collections = GC.CollectionCount(0);
                cpu = Process.GetCurrentProcess().TotalProcessorTime;
                watch.Start();
                allocated = GC.GetTotalAllocatedBytes(precise: true);
            }

            if (message.Position.Offset == WarmUp + count)
                break;
        }

        var bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / count;
        await sending;
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var payload = PayloadBytes();
        Console.WriteLine(
            $"{received - WarmUp} messages in {watch.Elapsed.TotalSeconds:F1} s ({(received - WarmUp) / watch.Elapsed.TotalSeconds:F0}/s), {gaps} gaps, "
            + $"{bytes:F2} bytes allocated per message, of which the payload {payload:F2}; {GC.CollectionCount(0) - collections} collections, "
            + $"CPU of client and source {used.TotalSeconds / watch.Elapsed.TotalSeconds * 100:F0} % of one core");
    }

    /// <summary>The bytes that the JSON reader allocates for the payload alone.</summary>
    private static double PayloadBytes()
    {
        const int Count = 100_000;
        var json = Encoding.UTF8.GetBytes("""{"Symbol":"ACME","Price":12.5}""");
        JsonSerializer.Deserialize(json, QuoteJson.Default.Quote);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            JsonSerializer.Deserialize(json, QuoteJson.Default.Quote);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Count;
    }
}
