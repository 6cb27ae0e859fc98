using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;

namespace WsActors.Benchmarks.Million;

/// <summary>
/// Grows a node in memory to a million connections and measures it on the way: one line of JSON for each size on the
/// standard output, in words on the standard error.
/// </summary>
internal static class MillionRun
{
    private const int Repeats = 5;
    private static readonly int[] Sizes = [10_000, 100_000, 300_000, 1_000_000];

    public static void Measure(int largest)
    {
        var rssBefore = Environment.WorkingSet;
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        using var node = new MillionNode();
        foreach (var size in Sizes.Where(size => size < largest).Append(largest))
            Print(MeasureAt(node, size, rssBefore, heapBefore));
    }

    private static MillionFigures MeasureAt(MillionNode node, int size, long rssBefore, long heapBefore)
    {
        var added = size - node.Connections;
        var cpu = Environment.CpuUsage.TotalTime;
        var growth = new GcPauses();
        using (growth)
            node.GrowTo(size);
        var connectCpu = Environment.CpuUsage.TotalTime - cpu;
        var rss = Environment.WorkingSet - rssBefore;
        var heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;

        var fanOut = new GcPauses();
        FanOut all;
        double some;
        double busy;
        using (fanOut)
        {
            all = Median(() => ReachAll(node), reached => reached.Milliseconds);
            some = Median(() => ReachSome(node), milliseconds => milliseconds);
            busy = Median(() => ReachAllWhileSomeAreBusy(node), milliseconds => milliseconds);
        }

        return new MillionFigures
        {
            Connections = size,
            ConnectCpuMicroseconds = connectCpu.TotalMicroseconds / added,
            Bytes = rss,
            CpuMicroseconds = all.CpuMicroseconds / size,
            HeapBytesEach = (double)heap / size,
            GrowthLongestPauseMilliseconds = growth.Longest.TotalMilliseconds,
            GrowthTotalPauseMilliseconds = growth.Total.TotalMilliseconds,
            GrowthCollections = growth.Collections,
            GrowthFullCollections = growth.FullCollections,
            ReachAllMilliseconds = all.Milliseconds,
            CoresUsed = all.CpuMicroseconds / (all.Milliseconds * 1000),
            AllocatedBytesEachDelivery = all.AllocatedBytes / size,
            ReachSomeMilliseconds = some,
            BusyReachAllMilliseconds = busy,
            FanOutLongestPauseMilliseconds = fanOut.Longest.TotalMilliseconds,
            FanOutCollections = fanOut.Collections,
            SweepMilliseconds = Sweep(size),
            PongsSoFar = node.Clients.Pongs.Count,
            EndedSoFar = node.Clients.Ends.Count,
        };
    }

    private readonly record struct FanOut(double Milliseconds, double CpuMicroseconds, double AllocatedBytes);

    private static FanOut ReachAll(MillionNode node)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var before = node.Clients.All.Count;
        node.PublishToAll();
        node.Clients.All.Await(before, node.Connections);
        return new FanOut(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds,
            GC.GetTotalAllocatedBytes() - allocated);
    }

    private static double ReachSome(MillionNode node)
    {
        var start = Stopwatch.GetTimestamp();
        var before = node.Clients.Some.Count;
        node.PublishToSome();
        node.Clients.Some.Await(before, node.SomeConnections);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double ReachAllWhileSomeAreBusy(MillionNode node)
    {
        using var enough = new CancellationTokenSource();
        var busy = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
                ReachSome(node);
        });
        var reached = ReachAll(node).Milliseconds;
        enough.Cancel();
        busy.GetAwaiter().GetResult();
        return reached;
    }

    // What ConnectionsActor does at each heartbeat, over a table of its own: nothing is due.
    private static double Sweep(int size)
    {
        var table = new ConnectionTable(NodeId.Random());
        for (var i = 0; i < size; i++)
            table.Add(table.NextId(), new ConnectionEntry(ActorRefs.Nobody, address: null, isRefused: false, TimeSpan.MaxValue));
        var now = TimeSpan.FromMinutes(1);
        return Median(
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var entry in table.Entries)
                {
                    if (entry.CheckAt <= now)
                        throw new InvalidOperationException("nothing is due");
                }

                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            },
            milliseconds => milliseconds);
    }

    private static T Median<T>(Func<T> measure, Func<T, double> by) =>
        Enumerable.Range(0, Repeats).Select(_ => measure()).OrderBy(by).ElementAt(Repeats / 2);

    private static void Print(MillionFigures figures)
    {
        Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Connections,9:N0} connections: {figures.RssBytesEach:F0} bytes RSS and {figures.HeapBytesEach:F0} live each, " +
            $"all reached in {figures.ReachAllMilliseconds:F0} ms ({figures.CoresUsed:F1} cores), longest pause {figures.GrowthLongestPauseMilliseconds:F0} ms"));
    }
}
