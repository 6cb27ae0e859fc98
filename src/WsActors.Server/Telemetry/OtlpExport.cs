using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Telemetry;

/// <summary>
/// Exports metrics and traces to an OpenTelemetry collector, if one is configured. Nothing of it is loaded otherwise. The standard variables of OpenTelemetry
/// apply: OTEL_EXPORTER_OTLP_…, OTEL_METRICS_EXPORTER and OTEL_TRACES_EXPORTER (none), OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER.
/// </summary>
internal static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Adds the export of each signal that has an address.</summary>
    public static void Add(OpenTelemetryBuilder telemetry, ConfigurationManager configuration, TelemetryOptions options)
    {
        // Through the variable, because the library completes its path for each signal if the protocol is HTTP.
        if (options.OtlpEndpoint.Length > 0)
            configuration.AddInMemoryCollection([new(Endpoint, options.OtlpEndpoint)]);
        if (IsExported(configuration, "METRICS"))
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter());
        if (IsExported(configuration, "TRACES"))
            telemetry.WithTracing(traces => AddTraces(traces, configuration, options.TraceRatio));
    }

    // A method of its own, so that the types of the exporter are loaded only when it runs.
    private static void AddTraces(TracerProviderBuilder traces, ConfigurationManager configuration, double ratio)
    {
        traces.AddSource(PublicationTracing.SourceName).AddOtlpExporter();
        if (string.IsNullOrEmpty(configuration[Sampler]))
            traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)));
    }

    private static bool IsExported(ConfigurationManager configuration, string signal) =>
        !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase)
        && (!string.IsNullOrEmpty(configuration[Endpoint]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]));
}
