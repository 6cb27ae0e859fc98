using System.Diagnostics;
using System.Net;
using System.Text;
using WsActors.Server.Tests.Clustering;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Tracing;

/// <summary>Real servers that export to a collector.</summary>
[Trait("Speed", "Slow")]
public sealed class TracingTests
{
    [Fact]
    public async Task Without_a_collector_nothing_of_the_exporter_is_loaded()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync("news", "x");

        if (OperatingSystem.IsLinux())
        {
            var loaded = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/maps");
            Assert.Contains("/OpenTelemetry.dll", loaded, StringComparison.Ordinal);
            Assert.DoesNotContain("OpenTelemetryProtocol", loaded, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_an_OtlpEndpoint_metrics_and_traces_are_exported_and_traces_begin_with_their_publishers()
    {
        using var collector = new OtlpCollector();
        await using var server = await RunningServer.StartUnderAsync(OtlpCollector.Soon, $"--WsActors:Telemetry:OtlpEndpoint={collector.Address}");
        using var admin = new AdminClient(server.AdminUri);
        using var reader = await RawClient.OpenAsync(server.PushUri, "/topics/news");
        await admin.ExpectSubscribersAsync("news", 1);

        // Not recorded by its publisher, without one, and recorded: spans are exported in their order.
        var (unrecorded, recorded) = (ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom());
        await PublishAsync(admin, "news", $"00-{unrecorded}-b7ad6b7169203331-00");
        await PublishAsync(admin, "news", traceparent: null);
        await PublishAsync(admin, "news", $"00-{recorded}-b7ad6b7169203331-01");

        await Eventually.HoldsAsync(() => Task.FromResult(Assert.Single(collector.Spans, span => span.Name == "publish")));
        await Eventually.HoldsAsync(() => Task.FromResult(Assert.Single(collector.Spans, span => span.Name == "deliver")));
        var (publish, deliver) = (collector.Spans.Single(span => span.Name == "publish"), collector.Spans.Single(span => span.Name == "deliver"));
        Assert.Equal(("wsactors", $"{recorded}", "b7ad6b7169203331"), (publish.Service, publish.TraceId, publish.Parent));
        Assert.Equal(("news", "1"), (publish.Attributes["messaging.destination.name"], publish.Attributes["messaging.message.body.size"]));
        Assert.EndsWith("-3", publish.Attributes["messaging.message.id"], StringComparison.Ordinal);
        Assert.Equal((publish.Id, "1"), (deliver.Parent, deliver.Attributes["wsactors.connections"]));
        await Eventually.HoldsAsync(() =>
        {
            Assert.True(collector.HasMetric("wsactors.publish.duration") && collector.HasMetric("wsactors.connections"));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_variables_of_OpenTelemetry_do_the_same_and_TraceRatio_selects_publications_without_a_publishers_trace()
    {
        using var collector = new OtlpCollector();
        await using var server = await RunningServer.StartUnderAsync(
            [.. OtlpCollector.Soon, $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_METRICS_EXPORTER=none", "OTEL_SERVICE_NAME=push"],
            "--WsActors:Telemetry:TraceRatio=1");
        using var admin = new AdminClient(server.AdminUri);

        var batch = await admin.PostAsync("/api/publish", """{"messages": [{"topics": ["a", "b"], "data": 1}, {"topics": ["c"], "data": 2}]}""");
        Assert.Equal(HttpStatusCode.OK, batch.Status);

        await Eventually.HoldsAsync(() => Task.FromResult(Assert.Single(collector.Spans, span => span.Name == "publish")));
        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(3, collector.Spans.Count(span => span.Name == "deliver"));
            return Task.CompletedTask;
        });
        var publish = collector.Spans.Single(span => span.Name == "publish");
        Assert.Equal(("push", "", "3"), (publish.Service, publish.Parent, publish.Attributes["messaging.batch.message_count"]));
        Assert.All(collector.Spans.Where(span => span.Name == "deliver"), span => Assert.Equal(publish.Id, span.Parent));
        Assert.False(collector.HasMetric("wsactors.connections"));
    }

    [Fact]
    public async Task With_Exemplars_histograms_show_traced_publications_in_OpenMetrics()
    {
        using var collector = new OtlpCollector();
        await using var server = await RunningServer.StartUnderAsync(
            OtlpCollector.Soon, $"--WsActors:Telemetry:OtlpEndpoint={collector.Address}", "--WsActors:Telemetry:Exemplars=true");
        using var admin = new AdminClient(server.AdminUri);
        var trace = ActivityTraceId.CreateRandom();
        await PublishAsync(admin, "news", $"00-{trace}-b7ad6b7169203331-01");

        await Eventually.HoldsAsync(async () =>
        {
            var request = admin.Request(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
            var lines = (await admin.SendAsync(request)).Body.Split('\n');
            Assert.Contains(lines, line => line.StartsWith("wsactors_publish_duration_seconds_bucket", StringComparison.Ordinal)
                && line.Contains($"trace_id=\"{trace}\"", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_trace_leads_over_two_nodes_from_the_request_to_the_fan_out()
    {
        using var collector = new OtlpCollector();
        var ports = FreePorts.Some(2);
        await using var first = await StartAsync(collector, ports, 0);
        await using var second = await StartAsync(collector, ports, 1);
        using var admin = new AdminClient(second.AdminUri);
        await Eventually.HoldsAsync(async () => Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/readyz")).Status));
        await ClusterServers.ExpectMembersAsync(first, 2);
        await Eventually.HoldsAsync(async () => await admin.PublishAsync("news", "first"));
        using var reader = await RawClient.OpenAsync(first.PushUri, "/topics/news");
        await admin.ExpectSubscribersAsync("news", 1);

        var trace = ActivityTraceId.CreateRandom();
        await PublishAsync(admin, "news", $"00-{trace}-b7ad6b7169203331-01");
        Assert.Equal("x", (await reader.ReceiveFrameAsync()).Text);

        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(["commit", "deliver", "publish"], OfTrace(collector, trace).Select(span => span.Name).Order());
            return Task.CompletedTask;
        });
        var spans = OfTrace(collector, trace).ToDictionary(span => span.Name);
        Assert.Equal(
            ("b7ad6b7169203331", spans["publish"].Id, spans["commit"].Id), (spans["publish"].Parent, spans["commit"].Parent, spans["deliver"].Parent));
        Assert.Equal("1", spans["deliver"].Attributes["wsactors.connections"]);
        Assert.Equal(spans["publish"].Attributes["messaging.message.id"], spans["commit"].Attributes["messaging.message.id"]);
    }

    private static IEnumerable<OtlpSpan> OfTrace(OtlpCollector collector, ActivityTraceId trace) => collector.Spans.Where(span => span.TraceId == $"{trace}");

    private static Task<RunningServer> StartAsync(OtlpCollector collector, int[] ports, int index) => RunningServer.StartUnderAsync(
        OtlpCollector.Soon,
        $"--WsActors:Telemetry:OtlpEndpoint={collector.Address}",
        $"--WsActors:Cluster:Port={ports[index]}",
        $"--WsActors:Cluster:Seeds:0=127.0.0.1:{ports[0]}",
        $"--WsActors:Cluster:Seeds:1=127.0.0.1:{ports[1]}");

    private static async Task PublishAsync(AdminClient admin, string topic, string? traceparent)
    {
        var request = admin.Request(HttpMethod.Post, $"/api/topics/{topic}/messages");
        request.Content = new StringContent("x", Encoding.UTF8, "text/plain");
        if (traceparent is not null)
            request.Headers.Add("traceparent", traceparent);
        var answer = await admin.SendAsync(request);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }
}
