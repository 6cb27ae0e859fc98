using System.Net;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A rolling update under load: thousands of clients and publications in flight when SIGTERM comes.</summary>
[Trait("Speed", "Slow")]
public sealed class CrowdDrainTests
{
    private const int Clients = 5000;
    private const int PublishedBefore = 10;

    /// <summary>So many publications end the publishing at the latest: the listener is gone long before.</summary>
    private const int PublishedAtMost = 2000;

    [Fact]
    public async Task Each_of_5000_clients_gets_all_that_was_accepted_before_then_goodbye_and_1001_and_nobody_is_cut()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Drain:Spread=00:00:01");
        using var admin = new AdminClient(server.AdminUri);
        var crowd = await GatherAsync(server.PushUri);
        var listening = crowd.Select(member => member.ListenAsync()).ToArray();
        var publishing = PublishAsync(admin);
        await admin.ExpectPublicationsAsync(PublishedBefore);

        await server.TerminateAsync();

        await Task.WhenAll(listening);
        await publishing;
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.All(crowd, member => member.ExpectWholeAndSeenOff(PublishedBefore));
        await server.ExpectLoggedAsync($"Drained; connections closed: {Clients}, cut: 0");
    }

    private static async Task<CrowdMember[]> GatherAsync(Uri push)
    {
        var crowd = new CrowdMember[Clients];
        await Parallel.ForEachAsync(Enumerable.Range(0, Clients), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            crowd[i] = await CrowdMember.JoinAsync(push, CrowdMember.Topic));
        return crowd;
    }

    /// <summary>Publishes 0, 1, 2 and so on until the node is gone.</summary>
    private static async Task PublishAsync(AdminClient admin)
    {
        try
        {
            for (var n = 0; n < PublishedAtMost; n++)
                Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"/api/topics/{CrowdMember.Topic}/messages", $"{n}")).Status);
        }
        catch (HttpRequestException)
        {
            // The node has drained and stopped: that is what ends the publishing.
        }
    }
}
