namespace WsActors.Fuzz;

/// <summary>What to look at, for how long, and where to begin.</summary>
public sealed record FuzzPlan
{
    /// <summary>One of <see cref="FuzzTargets.Names"/>.</summary>
    public string Target { get; init; } = FuzzTargets.Protocol;

    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Processes that look at the same time; they exchange what they find.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Makes the fuzzer's choices repeatable; null for a new one every time.</summary>
    public long? Seed { get; init; }

    /// <summary>Inputs to begin with; null for the checked-in ones.</summary>
    public string? Corpus { get; init; }

    /// <summary>Where to put the smallest set of inputs that reaches all that was reached; null for nowhere.</summary>
    public string? Keep { get; init; }

    /// <summary>
    /// What takes longer hangs. An input takes well under a millisecond; a machine that is busy with other things may
    /// stop the process for a second.
    /// </summary>
    public TimeSpan HangsAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest input: a handshake and a few messages. Longer ones are tried less often in the same time.</summary>
    public int MaxInputBytes { get; init; } = 2048;

    /// <summary>Whether to stop at the first crash instead of when the time is over.</summary>
    public bool StopsAtFirst { get; init; }
}
