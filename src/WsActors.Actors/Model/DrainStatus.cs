namespace WsActors.Actors.Model;

/// <summary>The progress of the last drain or rebalance.</summary>
public sealed record DrainStatus
{
    public static readonly DrainStatus None = new();

    public DrainState State { get; init; }

    /// <summary>Connections to send away.</summary>
    public int Total { get; init; }

    /// <summary>Connections that ended in time.</summary>
    public int Closed { get; init; }

    /// <summary>Connections that were cut at the timeout.</summary>
    public int Cut { get; init; }

    /// <summary>Connections that are left.</summary>
    public int Remaining { get; init; }

    /// <summary>Goodbyes per second; null without a drain or rebalance.</summary>
    public double? RatePerSecond { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time of the last goodbye, or that of the timeout if it is earlier; null unless it is under way.</summary>
    public DateTimeOffset? EstimatedEnd { get; init; }
}
