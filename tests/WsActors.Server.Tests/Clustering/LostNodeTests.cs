using WsActors.AspNetCore.Clustering;
using WsActors.Server.Tests.EndToEnd;
using static WsActors.Server.Tests.Clustering.ClusterServers;

namespace WsActors.Server.Tests.Clustering;

/// <summary>
/// A node that has lost its cluster sends its clients away and ends with the exit code that has its supervisor start it again. Where packets are lost between
/// processes: <c>loadtest/cluster/faults.sh</c>.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class LostNodeTests
{
    private const int Clients = 20;
    private const int ReconnectWithinMs = 20_000;

    private static readonly string[] Settings = ["--WsActors:Drain:Spread=00:00:01", $"--WsActors:Drain:ReconnectWithin=00:00:{ReconnectWithinMs / 1000}"];

    [Fact]
    public async Task A_node_that_reaches_no_other_sends_its_clients_away_and_ends_with_3()
    {
        var servers = await StartThreeAsync(Settings);
        await using var alone = servers[0];
        await using (servers[1])
        await using (servers[2])
        {
            var clients = await ConnectAsync(alone);
            await Task.WhenAll(servers[1].SignalAsync("KILL"), servers[2].SignalAsync("KILL"));

            await ExpectSentAwayAsync(alone, clients);
        }
    }

    [Fact]
    public async Task A_node_that_stood_still_and_was_removed_sends_its_clients_away_and_ends_with_3()
    {
        var servers = await StartThreeAsync(Settings);
        await using var still = servers[2];
        await using (servers[0])
        await using (servers[1])
        {
            var clients = await ConnectAsync(still);
            await still.SignalAsync("STOP");
            await ExpectMembersAsync(servers[0], 2);
            await still.SignalAsync("CONT");

            await ExpectSentAwayAsync(still, clients);
            await ExpectMembersAsync(servers[1], 2);
        }
    }

    [Fact]
    public async Task When_a_node_dies_the_others_log_its_name_and_no_stack_trace()
    {
        var servers = await StartThreeAsync();
        await using (servers[0])
        await using (servers[1])
        await using (servers[2])
        {
            using var admin = new AdminClient(servers[2].AdminUri);
            var dead = (await admin.GetAsync("/api/cluster")).Json.GetProperty("self").GetString();
            await servers[2].SignalAsync("KILL");

            await Task.WhenAll(servers[..2].Select(server => server.ExpectLoggedAsync($"{dead} was removed from the cluster")));
            Assert.All(servers[..2], server => Assert.Contains($"{dead} cannot be reached", server.Log, StringComparison.Ordinal));
            Assert.All(servers[..2], server => Assert.DoesNotContain("   at Akka.", server.Log, StringComparison.Ordinal));
        }
    }

    private static async Task<TestClient[]> ConnectAsync(RunningServer server)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => TestClient.OpenJsonAsync(server.PushUri)));
        foreach (var client in clients)
            client.BePatient();
        return clients;
    }

    private static async Task ExpectSentAwayAsync(RunningServer server, TestClient[] clients)
    {
        var delays = await Task.WhenAll(clients.Select(GoodbyeAsync));
        Assert.All(delays, delay => Assert.InRange(delay, 0, ReconnectWithinMs));
        Assert.True(delays.Distinct().Count() > Clients / 2, $"the clients return at the same time: {string.Join(", ", delays)}");
        Assert.Equal(NodeExit.ClusterLost, await server.WaitForExitAsync());
        Assert.Contains($"Drained; connections closed: {Clients}, cut: 0", server.Log, StringComparison.Ordinal);
        Assert.Contains($"ends with exit code {NodeExit.ClusterLost}", server.Log, StringComparison.Ordinal);
    }

    private static async Task<int> GoodbyeAsync(TestClient client)
    {
        using (client)
        {
            var goodbye = await client.ReceiveJsonAsync();
            Assert.Equal("goodbye", goodbye.GetProperty("type").GetString());
            Assert.Equal(1001, (int)await client.ReceiveCloseAsync());
            return goodbye.GetProperty("reconnectAfterMs").GetInt32();
        }
    }
}
