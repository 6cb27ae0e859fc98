namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A thousand clients die without a word while the server publishes to them.</summary>
[Trait("Speed", "Slow")]
public sealed class KillTests
{
    private const int Clients = 1000;
    private const string Topic = "kill";

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task A_thousand_resets_under_publishing_leave_nothing_behind(string transport)
    {
        await using var server = await RunningServer.StartAsync(Transports.Setting(transport));
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        using var over = new CancellationTokenSource();
        var publishing = PublishUntilAsync(admin, over.Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, Clients), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            using var client = await RawClient.OpenAsync(server.PushUri, $"/topics/{Topic}");
            client.Reset();
        });
        await over.CancelAsync();
        await publishing;

        await admin.ExpectSubscribersAsync(Topic, 0);
        await witness.ExpectUndisturbedAsync();
        witness.Dispose();
        await admin.ExpectNobodyAsync();
        await Eventually.HoldsAsync(async () =>
        {
            var metrics = await admin.MetricsAsync();
            Assert.Equal(Clients + 1, metrics.Value("wsactors_connections_accepted_total"));
            Assert.Equal(Clients + 1, metrics.Value("wsactors_connections_ended_total"));
            Assert.Equal(0, metrics.Value("wsactors_connections"));
            Assert.Equal(0, metrics.Value("wsactors_subscriptions"));
            Assert.Equal(0, metrics.Value("wsactors_outbox_bytes"));
        });
    }

    private static async Task PublishUntilAsync(AdminClient admin, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await admin.PublishAsync(Topic, "to whom it may concern");
    }
}
