using WsActors.LoadTest.Clusters.Networks;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Speed;

/// <summary>Runs loads on fresh clusters on loopback.</summary>
internal sealed class ClusterLoads(ClusterPlan plan, Action<string> progress)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120);

    // The buckets get their homes, and connections between nodes are made.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    /// <summary>Starts a cluster, uses it and ends it.</summary>
    /// <exception cref="IOException">The cluster does not start.</exception>
    public async Task<T> OnAsync<T>(int nodes, int replicas, Func<ServerCluster, Task<T>> use)
    {
        var own = plan with { Nodes = nodes, Replicas = replicas };
        await using var cluster = new ServerCluster(own, new LoopbackNetwork("bytes and latencies are measured on loopback"));
        progress($"starting {nodes} nodes, {replicas} replicas");
        if (await cluster.UntilWholeAsync(LongestStart) is { } missing)
            throw new IOException($"a cluster of {nodes} nodes with {replicas} replicas does not start: {missing}; see {own.Logs}");

        await Task.Delay(Settle);
        return await use(cluster);
    }

    /// <summary>Runs a load on all nodes.</summary>
    /// <exception cref="IOException">A check of the run failed.</exception>
    public Task<RunReport> RunAsync(ServerCluster cluster, Scenario scenario) => RunAsync(
        scenario with
        {
            Url = cluster.Urls[0],
            Admin = cluster.Admins[0],
            MoreUrls = [.. cluster.Urls.Skip(1)],
            MoreAdmins = [.. cluster.Admins.Skip(1)],
            ApiKey = ClusterPlan.ApiKey,
        },
        cluster);

    /// <summary>Runs a load with the addresses that it has, and measures all nodes.</summary>
    /// <exception cref="IOException">A check of the run failed.</exception>
    public async Task<RunReport> RunAsync(Scenario scenario, ServerCluster cluster)
    {
        progress($"{scenario.Name}: {cluster.Nodes.Count} nodes");
        var report = await LoadRun.RunAsync(scenario, [.. cluster.Nodes.Select(node => node.Id!.Value)], (_, _) => new Silence());
        return report.Passed
            ? report
            : throw new IOException($"{scenario.Name} with {cluster.Nodes.Count} nodes failed: {string.Join("; ", report.Checks.Where(check => !check.Passed).Select(check => $"{check.Statement}: {check.Found}"))}");
    }

    private sealed class Silence : IDisplay
    {
        public void Phase(string name)
        {
        }
    }
}
