using System.Text.Json.Serialization;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Statistics;

/// <summary>The content of <c>$node.stats</c>: counts are current, totals cover the time since the start.</summary>
public sealed record NodeStats
{
    public required DateTimeOffset At { get; init; }
    public required long Connections { get; init; }
    public required long Handshaking { get; init; }
    public required long Closing { get; init; }
    public required long Topics { get; init; }
    public required long Subscriptions { get; init; }
    public required long Publications { get; init; }
    public required long Deliveries { get; init; }
    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }
    public required long OutboxBytes { get; init; }
    public required long WorkingSetBytes { get; init; }
    public required double CpuSeconds { get; init; }
    public required bool Draining { get; init; }

    /// <summary>More figures of the node that publishes them; null for the other nodes of a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeDetail? Detail { get; init; }

    public static NodeStats From(NodeFigures figures, DateTimeOffset at) => new()
    {
        At = at,
        Connections = figures.Open,
        Handshaking = figures.Handshaking,
        Closing = figures.Closing,
        Topics = figures.Topics,
        Subscriptions = figures.Subscriptions,
        Publications = figures.Publications,
        Deliveries = figures.Deliveries,
        MessagesReceived = figures.MessagesReceived,
        MessagesSent = figures.MessagesSent,
        BytesReceived = figures.BytesReceived,
        BytesSent = figures.BytesSent,
        OutboxBytes = figures.OutboxBytes,
        WorkingSetBytes = Environment.WorkingSet,
        CpuSeconds = Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3),
        Draining = figures.Draining,
    };
}

/// <summary>The generated serializer: no reflection at run time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeStats))]
internal sealed partial class NodeStatsJson : JsonSerializerContext;
