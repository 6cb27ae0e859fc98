namespace WsActors.Actors.Model;

/// <summary>
/// Messages of a topic that a client did not get, because it read too slowly for the topic's delivery policy, or because of an injected fault.
/// </summary>
public sealed record DropEvidence
{
    /// <summary>Stands in place of the policy where a fault that was injected on purpose dropped the messages.</summary>
    public const string InjectedPolicy = "injected";

    public required ConnectionId Connection { get; init; }

    /// <summary>The client's user; null if it is anonymous.</summary>
    public string? User { get; init; }

    public required string Topic { get; init; }

    /// <summary>The policy by its name in the settings, Latest or DropOldest, or <see cref="InjectedPolicy"/>.</summary>
    public required string Policy { get; init; }

    /// <summary>True if an injected fault dropped them.</summary>
    public bool IsInjected => Policy == InjectedPolicy;

    /// <summary>The lowest and the highest offset that was dropped. Messages between them may have been delivered.</summary>
    public required long From { get; init; }
    public required long To { get; init; }

    /// <summary>Dropped messages since the client fell behind, or since faults hit it; the last few of a client that is still behind may be missing.</summary>
    public required int Count { get; init; }

    /// <summary>The time of the last one.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True if this describes the same time of falling behind as <paramref name="other"/>, earlier or later.</summary>
    public bool Continues(DropEvidence other) =>
        Connection == other.Connection && From <= other.From && Count >= other.Count && string.Equals(Topic, other.Topic, StringComparison.Ordinal);
}
