namespace WsActors.LoadTest.Results;

/// <summary>The server's resident memory before the first client and some time after the last one has left; null where it cannot be known.</summary>
internal sealed record LeavingReport
{
    /// <summary>The time since all clients left.</summary>
    public double SecondsAfter { get; init; }

    public long? MemoryBefore { get; init; }

    public long? MemoryAfter { get; init; }

    /// <summary>How much of the memory before the clients is still held on top of it, in percent.</summary>
    public double? GrowthPercent =>
        MemoryAfter - MemoryBefore is { } growth && MemoryBefore > 0 ? Math.Round(growth * 100.0 / MemoryBefore.Value, 1) : null;
}
