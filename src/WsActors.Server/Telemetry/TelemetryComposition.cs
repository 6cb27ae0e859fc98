using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Telemetry;

/// <summary>Exports the metrics of the node, the runtime and ASP.NET Core for Prometheus, and with the traces over OTLP if that is configured.</summary>
internal static class TelemetryComposition
{
    /// <summary>Bucket bounds in seconds, from a delivery on an idle core to one that waited behind a storm.</summary>
    private static readonly double[] LatencyBuckets =
        [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Bucket bounds in seconds, from a handshake to a connection of weeks.</summary>
    private static readonly double[] StateBuckets =
        [0.001, 0.01, 0.1, 1, 10, 60, 300, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600];

    // The library allocates room for so many when an instrument is made, 2,000 by default, which was 14 MB for all of them. No label takes
    // an unbounded value, and close codes, the most numerous ones, have some 60 combinations.
    private const int MaxSeries = 200;

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        var telemetry = builder.Services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("wsactors", serviceVersion: ProductVersion.Current).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => AddMetrics(metrics, options));
        OtlpExport.Add(telemetry, builder.Configuration, options);
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics
            .AddMeter(ServerTelemetry.MeterName)
            .AddMeter("System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(ViewOf)
            .AddPrometheusExporter();
        if (options.Exemplars)
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
    }

    private static MetricStreamConfiguration? ViewOf(Instrument instrument) => instrument.Name switch
    {
        "wsactors.connections.state.duration" => new ExplicitBucketHistogramConfiguration { Boundaries = StateBuckets, CardinalityLimit = MaxSeries },
        "wsactors.publish.latency" or "wsactors.publish.duration" or "wsactors.outbox.wait" or "wsactors.handshake.duration" or "wsactors.webhooks.duration"
            or "wsactors.bucket.commit.duration" =>
            new ExplicitBucketHistogramConfiguration { Boundaries = LatencyBuckets, CardinalityLimit = MaxSeries },
        "http.server.request.duration" => null,
        _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeries },
    };
}
