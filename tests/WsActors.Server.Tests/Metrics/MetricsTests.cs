using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Metrics;

/// <summary>What /metrics says after known traffic, against a server that has had no other.</summary>
[Trait("Speed", "Slow")]
public sealed class MetricsTests
{
    /// <summary>Long enough that the node's own feed counts into nothing here but its first publication.</summary>
    private const string NoStats = "--WsActors:Topics:StatsInterval=01:00:00";

    [Fact]
    public async Task Known_traffic_is_counted_exactly()
    {
        await using var server = await RunningServer.StartAsync(NoStats);
        using var admin = new AdminClient(server.AdminUri);
        using var one = await RawClient.OpenAsync(server.PushUri, "/topics/counted");
        using var other = await RawClient.OpenAsync(server.PushUri, "/topics/counted");
        using var echo = await RawClient.OpenAsync(server.PushUri, "/echo");
        using var refused = await RawClient.ConnectAsync(server.PushUri);
        await refused.SendAsync("garbage\r\n\r\n");
        await refused.ReceiveToEndAsync();
        await admin.ExpectSubscribersAsync("counted", 2);
        for (var n = 0; n < 3; n++)
            await admin.PublishAsync("counted", "12345");
        for (var n = 0; n < 3; n++)
            Assert.Equal("12345", (await one.ReceiveFrameAsync()).Text);
        await echo.SendAsync(ClientFrame.Text("hello"));
        await echo.ReceiveFrameAsync();
        await echo.SendAsync(ClientFrame.Close(1000));
        await echo.ReceiveToEndAsync();
        echo.Dispose();
        refused.Dispose();

        await Eventually.HoldsAsync(async () =>
        {
            var metrics = await admin.MetricsAsync();
            (string Name, (string, string)[] Labels, double Value)[] expected =
            [
                ("wsactors_connections", [("state", "open")], 2),
                ("wsactors_connections", [("state", "handshaking")], 0),
                ("wsactors_connections", [("state", "closing")], 0),
                ("wsactors_connections_accepted_total", [], 4),
                ("wsactors_connections_ended_total", [("outcome", "closed")], 1),
                ("wsactors_connections_ended_total", [("outcome", "refused")], 1),
                ("wsactors_handshakes_total", [("outcome", "accepted")], 3),
                ("wsactors_handshakes_total", [("outcome", "malformed_request")], 1),
                ("wsactors_handshake_duration_seconds_count", [], 4),
                ("wsactors_connections_state_duration_seconds_count", [("state", "handshaking")], 4),
                ("wsactors_publish_duration_seconds_count", [], 3),
                ("wsactors_closes_total", [("code", "normal"), ("side", "client")], 1),
                ("wsactors_closes_total", [], 1),
                ("wsactors_messages_total", [("direction", "received")], 1),
                ("wsactors_messages_total", [("direction", "sent")], 7),
                ("wsactors_publications_total", [("source", "admin_api")], 3),
                ("wsactors_publications_total", [("source", "server")], 1),
                ("wsactors_deliveries_total", [], 6),
                ("wsactors_subscriptions", [], 2),
                ("wsactors_topics", [], 2),
                ("wsactors_outbox_bytes", [], 0),
                ("wsactors_drain_active", [], 0),
            ];
            Assert.All(expected, line => Assert.True(
                metrics.Value(line.Name, line.Labels) == line.Value,
                $"{line.Name} {string.Join(',', line.Labels)} is {metrics.Value(line.Name, line.Labels)} instead of {line.Value}"));
            Assert.InRange(metrics.Value("wsactors_publish_latency_seconds_count"), 2, 6);
        });
    }

    [Fact]
    public async Task More_topics_connections_and_publications_make_no_more_series()
    {
        await using var server = await RunningServer.StartAsync(NoStats);
        using var admin = new AdminClient(server.AdminUri);
        await VisitAsync(server, admin, 0);
        var before = await SeriesAfterAsync(admin, visits: 1);

        for (var n = 1; n < 20; n++)
            await VisitAsync(server, admin, n);

        Assert.Equal(before, await SeriesAfterAsync(admin, visits: 20));
    }

    [Theory]
    [InlineData("application/openmetrics-text; version=1.0.0", "application/openmetrics-text", true)]
    [InlineData("text/plain", "text/plain", false)]
    [InlineData("*/*", "text/plain", false)]
    public async Task The_format_is_the_one_that_was_asked_for(string accept, string contentType, bool endsWithEof)
    {
        await using var server = await RunningServer.StartAsync(NoStats);
        using var admin = new AdminClient(server.AdminUri);
        var request = admin.Request(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var answer = await admin.SendAsync(request);
        Assert.StartsWith(contentType, answer.ContentType, StringComparison.Ordinal);
        Assert.Equal(endsWithEof, answer.Body.EndsWith("# EOF\n", StringComparison.Ordinal));
        Assert.Contains("# TYPE wsactors_connections gauge\n", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metrics_of_the_runtime_and_of_the_admin_listener_are_exported_too()
    {
        await using var server = await RunningServer.StartAsync(NoStats);
        using var admin = new AdminClient(server.AdminUri);
        await admin.GetAsync("/healthz");

        await Eventually.HoldsAsync(async () =>
        {
            var metrics = (await admin.GetAsync("/metrics")).Body;
            Assert.All(["dotnet_", "http_server_", "kestrel_"], prefix => Assert.Contains($"# TYPE {prefix}", metrics, StringComparison.Ordinal));
        });
    }

    private static async Task VisitAsync(RunningServer server, AdminClient admin, int n)
    {
        using var client = await RawClient.OpenAsync(server.PushUri, $"/topics/visit.{n}");
        await admin.ExpectSubscribersAsync($"visit.{n}", 1);
        await admin.PublishAsync($"visit.{n}", "x");
        await client.ReceiveFrameAsync();
        await client.SendAsync(ClientFrame.Close((ushort)(4500 + n)));
        await client.ReceiveToEndAsync();
    }

    // The exporter answers with the same page for 300 ms: one that knows of all the visits has to come first.
    private static async Task<string[]> SeriesAfterAsync(AdminClient admin, int visits)
    {
        string[] series = [];
        await admin.ExpectNobodyAsync();
        await Eventually.HoldsAsync(async () =>
        {
            var page = await admin.MetricsAsync();
            Assert.Equal(visits, page.Value("wsactors_closes_total", ("code", "private"), ("side", "client")));
            series =
            [
                .. page.Own
                    .Select(sample => $"{sample.Name} {string.Join(',', sample.Labels.Select(label => $"{label.Key}={label.Value}"))}")
                    .Order(StringComparer.Ordinal),
            ];
        });
        return series;
    }
}
