namespace WsActors.LoadTest.Results;

/// <summary>What the server process spent; null where it cannot be known.</summary>
internal sealed record ServerReport
{
    /// <summary>Where the figures are from.</summary>
    public required string Source { get; init; }

    public long? MemoryBefore { get; init; }

    public long? MemoryConnected { get; init; }

    public long? MemoryAfter { get; init; }

    /// <summary>Connections between the first two.</summary>
    public long Connections { get; init; }

    public double? BytesPerConnection =>
        MemoryConnected - MemoryBefore is { } bytes && Connections > 0 ? Math.Round(bytes / (double)Connections) : null;

    /// <summary>User and system time while they were made.</summary>
    public double? ConnectCpuSeconds { get; init; }

    public double? CpuMicrosecondsPerHandshake =>
        ConnectCpuSeconds is { } seconds && Connections > 0 ? Math.Round(seconds * 1_000_000 / Connections, 1) : null;

    /// <summary>User and system time during the load.</summary>
    public double? CpuSeconds { get; init; }

    public long Deliveries { get; init; }

    public double? CpuMicrosecondsPerDelivery =>
        CpuSeconds is { } seconds && Deliveries > 0 ? Math.Round(seconds * 1_000_000 / Deliveries, 2) : null;
}
