namespace WsActors.Server.Commands.Subscribing;

/// <summary>Determines the time before the next connection: what the server asked for, else a random time up to a bound that doubles.</summary>
/// <param name="random">Returns a number from 0 to 1.</param>
internal sealed class BackOff(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    /// <summary>A connection works, so the next failure is the first.</summary>
    public void Reset() => _failures = 0;

    /// <param name="wanted">The time that the server asked for; it is not repeated if the connection fails again.</param>
    public TimeSpan Next(TimeSpan? wanted)
    {
        var bound = First * Math.Pow(2, Math.Min(_failures, 16));
        var isFirst = _failures++ == 0;
        if (wanted is { } time && (isFirst || time > TimeSpan.Zero))
            return time;

        return (bound < Longest ? bound : Longest) * random();
    }
}
