using System.Net;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Clustering;

/// <summary>Starts servers as nodes of one cluster, as processes of their own on loopback.</summary>
internal static class ClusterServers
{
    /// <summary>Starts one of several nodes that all are seeds.</summary>
    /// <param name="ports">The ports of all.</param>
    /// <param name="index">The index of this one.</param>
    /// <param name="arguments">More settings.</param>
    public static Task<RunningServer> StartAsync(int[] ports, int index, params string[] arguments) => StartAsync(ports[index], ports, arguments);

    /// <summary>Starts a node.</summary>
    /// <param name="own">Its port for other nodes.</param>
    /// <param name="seeds">The ports of the seeds.</param>
    /// <param name="arguments">More settings.</param>
    public static Task<RunningServer> StartAsync(int own, int[] seeds, params string[] arguments) => RunningServer.StartAsync(Settings(own, seeds, arguments));

    /// <summary>Starts a node that cannot take part: its exit code and what it wrote.</summary>
    /// <param name="own">Its port for other nodes.</param>
    /// <param name="seeds">The ports of the seeds.</param>
    /// <param name="arguments">More settings.</param>
    public static Task<(int ExitCode, string Printed)> StartRefusedAsync(int own, int[] seeds, params string[] arguments) =>
        RunningServer.StartRefusedAsync(Settings(own, seeds, arguments));

    /// <summary>Starts three nodes and waits until each of them takes part.</summary>
    /// <param name="arguments">Settings of each.</param>
    public static async Task<RunningServer[]> StartThreeAsync(params string[] arguments)
    {
        var ports = FreePorts.Some(3);
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(index => StartAsync(ports, index, arguments)));
        foreach (var server in servers)
        {
            using var admin = new AdminClient(server.AdminUri);
            await Eventually.HoldsAsync(async () => Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/readyz")).Status));
            await ExpectMembersAsync(server, 3);
        }

        return servers;
    }

    /// <summary>Waits until a node sees as many members, all of them reachable.</summary>
    public static async Task ExpectMembersAsync(RunningServer server, int count)
    {
        using var admin = new AdminClient(server.AdminUri);
        await Eventually.HoldsAsync(async () =>
        {
            var seen = (await admin.GetAsync("/api/cluster")).Json;
            Assert.Equal((count, 0), (seen.GetProperty("members").GetArrayLength(), seen.GetProperty("unreachable").GetArrayLength()));
        });
    }

    private static string[] Settings(int own, int[] seeds, string[] arguments) =>
        [$"--WsActors:Cluster:Port={own}", .. seeds.Select((port, seed) => $"--WsActors:Cluster:Seeds:{seed}=127.0.0.1:{port}"), .. arguments];
}
