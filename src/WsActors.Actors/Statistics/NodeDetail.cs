using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Statistics;

/// <summary>Figures that a node publishes about itself alone, because the nodes of a cluster do not send them to each other.</summary>
public sealed record NodeDetail
{
    /// <summary>Opening handshakes since the start that let a client in.</summary>
    public required long Handshakes { get; init; }

    /// <summary>Opening handshakes since the start that failed.</summary>
    public required long HandshakesRefused { get; init; }

    /// <summary>Messages since the start that slow readers did not get.</summary>
    public required long Dropped { get; init; }

    /// <summary>Connections since the start that were closed for slow reading.</summary>
    public required long SlowConsumers { get; init; }

    /// <summary>The median of the milliseconds from a publication to its hand-over to a socket, since the last figures; null without any.</summary>
    public required double? LatencyP50Ms { get; init; }

    /// <summary>The 99th percentile of the same.</summary>
    public required double? LatencyP99Ms { get; init; }

    /// <summary>Seconds since the start in which garbage collection paused the process.</summary>
    public required double GcPauseSeconds { get; init; }

    /// <summary>Garbage collections since the start.</summary>
    public required long GcCollections { get; init; }

    /// <summary>Bytes of the managed heap.</summary>
    public required long HeapBytes { get; init; }

    internal static NodeDetail From(ServerTelemetry telemetry, DurationWindow latency)
    {
        var percentiles = latency.Next();
        return new NodeDetail
        {
            Handshakes = telemetry.Handshakes.Accepted,
            HandshakesRefused = telemetry.Handshakes.Refused,
            Dropped = telemetry.Outboxes.DroppedMessages,
            SlowConsumers = telemetry.Closes.SlowConsumers,
            LatencyP50Ms = MillisecondsOf(percentiles?.Median),
            LatencyP99Ms = MillisecondsOf(percentiles?.Percentile99),
            GcPauseSeconds = Math.Round(GC.GetTotalPauseDuration().TotalSeconds, 4),
            GcCollections = GC.CollectionCount(0),
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
        };
    }

    private static double? MillisecondsOf(TimeSpan? time) => time is { } given ? Math.Round(given.TotalMilliseconds, 3) : null;
}
