using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Admin;

/// <summary>The progress of the last drain or rebalance.</summary>
internal sealed record DrainAnswer
{
    /// <summary>One of none, draining, rebalancing, aborted and finished.</summary>
    public required string State { get; init; }

    /// <summary>Connections to send away.</summary>
    public required int Total { get; init; }

    /// <summary>Connections that ended in time.</summary>
    public required int Closed { get; init; }

    /// <summary>Connections that were cut at the timeout.</summary>
    public required int Cut { get; init; }

    /// <summary>Connections that are left.</summary>
    public required int Remaining { get; init; }

    /// <summary>Connections that are sent away per second.</summary>
    public required double? RatePerSecond { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time at which the last connection will have been sent away; null unless a drain or rebalance is under way.</summary>
    public required DateTimeOffset? EstimatedEnd { get; init; }

    internal static DrainAnswer Of(DrainStatus status) => new()
    {
        State = status.State.ToString().ToLowerInvariant(),
        Total = status.Total,
        Closed = status.Closed,
        Cut = status.Cut,
        Remaining = status.Remaining,
        RatePerSecond = status.RatePerSecond,
        StartedAt = status.StartedAt,
        EstimatedEnd = status.EstimatedEnd,
    };
}
