namespace WsActors.Testing;

/// <summary>
/// Scales how often a test repeats a random or racing experiment. A developer who runs the tests after each edit pays for a
/// tenth; with CI set, as in .ci/run, every run is in full.
/// </summary>
public static class Effort
{
    private const int LocalShare = 10;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>The number of repetitions for this run.</summary>
    /// <param name="inFull">The number with CI set.</param>
    public static int Rounds(int inFull) => IsFull ? inFull : Math.Max(1, inFull / LocalShare);
}
