namespace WsActors.Actors.Telemetry;

/// <summary>The node's totals at one moment: what the admin API and <c>$node.stats</c> show.</summary>
public sealed record NodeFigures
{
    public required long Handshaking { get; init; }
    public required long Open { get; init; }
    public required long Closing { get; init; }
    public required long Topics { get; init; }
    public required long Subscriptions { get; init; }
    public required long Publications { get; init; }
    public required long Deliveries { get; init; }
    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }

    /// <summary>Bytes that wait in outboxes.</summary>
    public required long OutboxBytes { get; init; }

    public required bool Draining { get; init; }
}
