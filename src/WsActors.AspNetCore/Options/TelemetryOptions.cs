using System.ComponentModel.DataAnnotations;

namespace WsActors.AspNetCore.Options;

/// <summary>Settings of the export of metrics and traces over OTLP. Section <c>WsActors:Telemetry</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>
    /// The address of an OpenTelemetry collector, as in <c>http://collector:4317</c>. If it is empty, the variable OTEL_EXPORTER_OTLP_ENDPOINT and those
    /// of single signals apply; if these are empty too, nothing is exported over OTLP.
    /// </summary>
    public string OtlpEndpoint { get; init; } = string.Empty;

    /// <summary>
    /// The share of publish requests without a trace context that are traced, from 0 to 1. Those with one are traced if their publisher records them. It applies
    /// unless the variable OTEL_TRACES_SAMPLER is set.
    /// </summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; init; }

    /// <summary>True to keep a traced publication with the histograms that measure it, as an exemplar.</summary>
    public bool Exemplars { get; init; }
}
