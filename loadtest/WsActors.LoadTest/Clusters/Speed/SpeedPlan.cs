namespace WsActors.LoadTest.Clusters.Speed;

/// <summary>How much of everything is measured.</summary>
internal sealed record SpeedPlan
{
    /// <summary>How often each measurement is repeated, with a fresh cluster.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Subscribers of the one topic of the fan-out, and clients of the many topics.</summary>
    public int Connections { get; init; } = 9000;

    /// <summary>Duration of each load.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Publications before each measurement.</summary>
    public int WarmUp { get; init; } = 2000;
}
