namespace WsActors.LoadTest.Results;

/// <summary>What many HTTP publishers got rid of.</summary>
internal sealed record PublishersReport
{
    public required long Requests { get; init; }

    public required long Publications { get; init; }

    public required double Seconds { get; init; }

    public double PublicationsPerSecond => Seconds > 0 ? Math.Round(Publications / Seconds) : 0;

    /// <summary>User and system time; null where it cannot be known.</summary>
    public required double? ServerCpuSeconds { get; init; }

    public required double ToolCpuSeconds { get; init; }

    public double? ServerCpuMicrosecondsPerPublication => Publications == 0 || ServerCpuSeconds is not { } seconds ? null : Math.Round(seconds * 1_000_000 / Publications, 2);

    public double? ToolCpuMicrosecondsPerPublication => Publications == 0 ? null : Math.Round(ToolCpuSeconds * 1_000_000 / Publications, 2);
}
