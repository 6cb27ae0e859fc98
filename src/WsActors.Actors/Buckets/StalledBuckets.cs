namespace WsActors.Actors.Buckets;

/// <summary>The buckets of a node that have taken no publications for a while, for one line in the log.</summary>
internal sealed class StalledBuckets
{
    private const int MaxNumbers = 10;

    // With a tick every 200 ms: ten seconds.
    private const int Ticks = 50;

    private readonly SortedDictionary<string, SortedSet<int>> _byReason = new(StringComparer.Ordinal);
    private int _ticks;

    /// <summary>True each time a bucket that does not serve should say so: after as many ticks as lie between two lines.</summary>
    public static bool IsDue(int ticks) => ticks > 0 && ticks % Ticks == 0;

    public void Add(Stalled stalled)
    {
        if (!_byReason.TryGetValue(stalled.WaitsFor, out var numbers))
            _byReason.Add(stalled.WaitsFor, numbers = []);
        numbers.Add(stalled.Bucket);
    }

    /// <summary>Counts a tick, and returns the line if one is due.</summary>
    public string? Tick()
    {
        if (++_ticks % Ticks != 0 || _byReason.Count == 0)
            return null;

        var line = $"{Count(_byReason.Values.Sum(numbers => numbers.Count))} taken no publications for ten seconds: "
            + string.Join("; ", _byReason.Select(entry => $"{Numbers(entry.Value)} {(entry.Value.Count == 1 ? "waits" : "wait")} for {entry.Key}"));
        _byReason.Clear();
        return line;
    }

    private static string Count(int buckets) => buckets == 1 ? "1 bucket has" : $"{buckets} buckets have";

    private static string Numbers(SortedSet<int> numbers) => numbers.Count <= MaxNumbers
        ? string.Join(", ", numbers)
        : $"{string.Join(", ", numbers.Take(MaxNumbers))} and {numbers.Count - MaxNumbers} more";

    /// <summary>Tells the node's buckets that one does not serve.</summary>
    /// <param name="Bucket">Its number.</param>
    /// <param name="WaitsFor">The reason, for the log: "the register", for example.</param>
    internal sealed record Stalled(int Bucket, string WaitsFor);
}
