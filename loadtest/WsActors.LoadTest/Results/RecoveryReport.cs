namespace WsActors.LoadTest.Results;

/// <summary>All clients came back at once, each for the messages that it had missed.</summary>
internal sealed record RecoveryReport
{
    public long Clients { get; init; }

    /// <summary>Messages that each client had missed.</summary>
    public int Missed { get; init; }

    /// <summary>Messages that all of them were sent.</summary>
    public long Messages { get; init; }

    public double SecondsToLastSubscribed { get; init; }

    public double SecondsToLastCaughtUp { get; init; }

    /// <summary>From the beginning of the storm until half of the clients, and 99 of 100, had everything.</summary>
    public double P50Seconds { get; init; }

    public double P99Seconds { get; init; }

    public double MessagesPerSecond => SecondsToLastCaughtUp > 0 ? Math.Round(Messages / SecondsToLastCaughtUp) : 0;

    public double? ServerCpuSeconds { get; init; }

    public double? ServerCpuMicrosecondsPerMessage => Messages > 0 && ServerCpuSeconds is { } seconds ? Math.Round(seconds * 1_000_000 / Messages, 2) : null;

    /// <summary>Resident memory with nobody connected and the messages published.</summary>
    public long? ServerMemoryBefore { get; init; }

    /// <summary>The most that it was during the storm.</summary>
    public long? ServerMemoryPeak { get; init; }

    public double ToolCpuSeconds { get; init; }

    public long HandshakeTimeouts { get; init; }

    public IReadOnlyDictionary<string, long> Refusals { get; init; } = new Dictionary<string, long>();
}
