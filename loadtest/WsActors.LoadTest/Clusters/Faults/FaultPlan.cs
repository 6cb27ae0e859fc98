namespace WsActors.LoadTest.Clusters.Faults;

/// <summary>The faults of a run, one after the other.</summary>
internal sealed record FaultPlan
{
    public IReadOnlyList<FaultKind> Faults { get; init; } = Enum.GetValues<FaultKind>();

    /// <summary>The other build of the server, an executable or a <c>.dll</c> for <c>dotnet</c>; null: there is none.</summary>
    public string? NextServer { get; init; }

    /// <summary>The node that each fault is done to; null: each has its own.</summary>
    public int? Node { get; init; }

    /// <summary>The time without a fault at the beginning, which shows what is usual.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node that was ended stays away.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan Partition { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest time from the end of a fault until everything is as before.</summary>
    public TimeSpan LongestRecovery { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A shell command that restarts PostgreSQL; null: there is none.</summary>
    public string? DatabaseRestart { get; init; }
}
