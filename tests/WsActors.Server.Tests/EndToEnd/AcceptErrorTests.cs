using System.Net.Sockets;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>The process has no descriptor left for another connection.</summary>
public sealed class AcceptErrorTests
{
    /// <summary>The runtime itself needs some 300: two for each assembly.</summary>
    private const int Descriptors = 600;

    [Fact]
    public async Task Out_of_descriptors_the_server_pauses_says_so_counts_it_and_accepts_again_afterwards()
    {
        await using var server = await RunningServer.StartUnderAsync(["sh", "-c", $"ulimit -n {Descriptors}; exec \"$@\"", "sh"]);

        // The one connection of this client is open before the shortage and serves throughout.
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);

        // The runtime loads code when it is first used, and needs descriptors for that: a node in service has done so.
        await witness.ExpectUndisturbedAsync();
        await admin.MetricsAsync();
        var crowd = new List<RawClient>();
        try
        {
            for (var i = 0; i < Descriptors; i++)
                crowd.Add(await RawClient.ConnectAsync(server.PushUri));

            await server.ExpectLoggedAsync($"Accepting connections pauses: {SocketError.TooManyOpenSockets}");
            await Eventually.HoldsAsync(async () => Assert.True(
                (await admin.MetricsAsync()).Value("wsactors_accept_errors_total", ("error", "TooManyOpenSockets")) > 0));
            await witness.ExpectUndisturbedAsync();
        }
        finally
        {
            crowd.ForEach(client => client.Dispose());
        }

        // Whoever comes while the descriptors are still on their way back may be lost, as in the shortage.
        RawClient? next = null;
        await Eventually.HoldsAsync(async () => next = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}"));
        using var accepted = next;
        await admin.ExpectSubscribersAsync(witness.Topic, 2);
        await witness.ExpectUndisturbedAsync();
    }
}
