namespace WsActors.Server.Tests.EndToEnd;

[Trait("Speed", "Slow")]
public sealed class WarmUpTests
{
    [Fact]
    public async Task A_node_that_has_warmed_up_has_counted_nobody_and_serves()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Push:WarmUp=true", "--WsActors:Topics:StatsInterval=01:00:00", "--Logging:LogLevel:WsActors.AspNetCore=Debug");
        await server.ExpectLoggedAsync("Warmed up in ");

        using var admin = new AdminClient(server.AdminUri);
        var metrics = await admin.MetricsAsync();
        Assert.Equal(0, metrics.Value("wsactors_connections_accepted_total"));
        Assert.Equal(0, metrics.Value("wsactors_handshakes_total"));
        Assert.Equal(0, metrics.Value("wsactors_subscriptions"));
        Assert.Equal(0, metrics.Value("wsactors_publications_total", ("source", "admin_api")));

        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        await witness.ExpectUndisturbedAsync();
    }
}
