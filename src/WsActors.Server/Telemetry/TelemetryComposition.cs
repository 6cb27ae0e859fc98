using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using WsActors.Actors.Telemetry;

namespace WsActors.Server.Telemetry;

/// <summary>Exports the metrics of the node, the runtime and ASP.NET Core for Prometheus.</summary>
internal static class TelemetryComposition
{
    /// <summary>Bucket bounds in seconds, from a delivery on an idle core to one that waited behind a storm.</summary>
    private static readonly double[] LatencyBuckets =
        [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static void AddTelemetry(this WebApplicationBuilder builder) => builder.Services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("wsactors"))
        .WithMetrics(metrics => metrics
            .AddMeter(ServerTelemetry.MeterName)
            .AddMeter("System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView("wsactors.publish.latency", Buckets())
            .AddView("wsactors.handshake.duration", Buckets())
            .AddView("wsactors.webhooks.duration", Buckets())
            .AddPrometheusExporter());

    private static ExplicitBucketHistogramConfiguration Buckets() => new() { Boundaries = LatencyBuckets };
}
