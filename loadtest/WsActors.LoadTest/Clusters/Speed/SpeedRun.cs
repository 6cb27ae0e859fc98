using System.Diagnostics;
using System.Globalization;
using System.Text;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Speed;

/// <summary>Measures the cost of a cluster with more nodes, with more replicas, and in bytes between nodes. Each method returns a Markdown table.</summary>
internal sealed class SpeedRun(ClusterLoads loads, SpeedPlan plan)
{
    private const int MostNodes = 3;

    /// <summary>Deliveries, latency and CPU with one node alone, two and three.</summary>
    public async Task<string> NodesAsync()
    {
        var table = new StringBuilder("""
            | nodes | fan-out: deliveries/s | server CPU µs per delivery | many topics: p50 ms | p99 ms | server CPU µs per delivery | memory of all nodes, MiB |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        for (var nodes = 1; nodes <= MostNodes; nodes++)
        {
            var runs = new List<(RunReport FanOut, RunReport Many)>();
            for (var run = 0; run < plan.Runs; run++)
            {
                runs.Add(await loads.OnAsync(nodes, Math.Min(2, nodes), async cluster =>
                    (await loads.RunAsync(cluster, FanOut), await loads.RunAsync(cluster, ManyTopics))));
            }

            Row(
                table,
                $"{nodes}",
                Of(runs, run => run.FanOut.Load!.DeliveriesPerSecond),
                Of(runs, run => run.FanOut.Server!.CpuMicrosecondsPerDelivery),
                Of(runs, run => run.Many.Latency!.P50 / 1000.0),
                Of(runs, run => run.Many.Latency!.P99 / 1000.0),
                Of(runs, run => run.Many.Server!.CpuMicrosecondsPerDelivery),
                Of(runs, run => run.Many.Server!.MemoryAfter / 1024 / 1024));
        }

        return table.ToString();
    }

    /// <summary>How long publications take until they are answered, with three nodes.</summary>
    public async Task<string> ReplicasAsync()
    {
        var table = new StringBuilder("""
            | replicas | 9 publishers, one request each: p50 ms | p99 ms | 64 publishers, 4 requests each: publications/s | p50 ms | p99 ms | server CPU µs per publication |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        for (var replicas = 1; replicas <= MostNodes; replicas++)
        {
            var runs = new List<(RunReport One, RunReport Many)>();
            for (var run = 0; run < plan.Runs; run++)
            {
                runs.Add(await loads.OnAsync(MostNodes, replicas, async cluster =>
                    (await loads.RunAsync(cluster, Publishers(9, 1)), await loads.RunAsync(cluster, Publishers(64, 4)))));
            }

            Row(
                table,
                $"{replicas}",
                Of(runs, run => run.One.Latency!.P50 / 1000.0),
                Of(runs, run => run.One.Latency!.P99 / 1000.0),
                Of(runs, run => run.Many.Publishers!.PublicationsPerSecond),
                Of(runs, run => run.Many.Latency!.P50 / 1000.0),
                Of(runs, run => run.Many.Latency!.P99 / 1000.0),
                Of(runs, run => run.Many.Publishers!.ServerCpuMicrosecondsPerPublication));
        }

        return table.ToString();
    }

    /// <summary>Bytes between two nodes, one of which is published to while the other one has the subscribers.</summary>
    public async Task<string> BytesAsync()
    {
        var table = new StringBuilder("""
            | replicas | subscribers of each topic | bytes between nodes per publication of 128 bytes | per second without publications |
            | --- | --- | --- | --- |

            """);
        foreach (var replicas in new[] { 1, 2 })
        {
            foreach (var subscribers in new[] { 1, 1000 })
            {
                var bytes = await loads.OnAsync(2, replicas, cluster => BytesAsync(cluster, Math.Min(subscribers, plan.Connections / TrafficTopics)));
                Row(table, $"{replicas}", $"{bytes.Subscribers}", Text(bytes.PerPublication), Text(bytes.IdlePerSecond));
            }
        }

        return table.ToString();
    }

    private const int TrafficTopics = 9;
    private const int MostIdleMeasurements = 12;

    private Scenario FanOut => ScenarioFile.Read("fan-out") with
    {
        Connections = plan.Connections,
        InFlight = 16,
        Waves = true,
        Warmup = 64,
        Publications = 0,
        Duration = plan.Duration,
        Settle = TimeSpan.FromMilliseconds(500),
    };

    private Scenario ManyTopics => ScenarioFile.Read("many-topics") with
    {
        Connections = plan.Connections,
        Topics = Math.Min(1000, plan.Connections),
        Warmup = plan.WarmUp,
        Duration = plan.Duration,
        Settle = TimeSpan.FromMilliseconds(500),
    };

    private Scenario Publishers(int publishers, int inFlight) => ScenarioFile.Read("publishers") with
    {
        Publishers = publishers,
        InFlight = inFlight,
        Warmup = plan.WarmUp,
        Duration = plan.Duration,
    };

    // What is sent without publications, such as heartbeats, is measured before, and subtracted.
    private async Task<(int Subscribers, double PerPublication, double IdlePerSecond)> BytesAsync(ServerCluster cluster, int subscribers)
    {
        var idlePerSecond = await IdleAsync(cluster);
        var scenario = ScenarioFile.Read("many-topics") with
        {
            Url = cluster.Urls[1],
            Admin = cluster.Admins[0],
            ApiKey = ClusterPlan.ApiKey,
            Connections = subscribers * TrafficTopics,
            Topics = TrafficTopics,
            Rate = 100,
            Warmup = 0,
            Duration = plan.Duration,
            Settle = TimeSpan.FromMilliseconds(500),
        };
        var (start, startedAt) = (BytesOf(cluster), Stopwatch.GetTimestamp());
        var report = await loads.RunAsync(scenario, cluster);
        var sent = BytesOf(cluster) - start - (idlePerSecond * Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        return (subscribers, sent / report.Load!.Publications, idlePerSecond);
    }

    // In its first seconds, a cluster places its buckets: until two measurements agree.
    private async Task<double> IdleAsync(ServerCluster cluster)
    {
        var last = double.PositiveInfinity;
        for (var i = 0; i < MostIdleMeasurements; i++)
        {
            var before = BytesOf(cluster);
            await Task.Delay(plan.Duration);
            var perSecond = (BytesOf(cluster) - before) / plan.Duration.TotalSeconds;
            if (Math.Abs(perSecond - last) < 0.1 * last)
                return perSecond;

            last = perSecond;
        }

        return last;
    }

    private static double BytesOf(ServerCluster cluster) => PeerTraffic.BytesSent(cluster.ClusterPorts) ?? double.NaN;

    private static Spread? Of<T>(IEnumerable<T> runs, Func<T, double?> figure) => Spread.Of(runs.Select(figure));

    private static void Row(StringBuilder table, params object?[] cells) =>
        table.Append("| ").AppendJoin(" | ", cells.Select(cell => cell?.ToString() ?? "")).Append(" |\n");

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
