namespace WsActors.Actors.Heaviest;

/// <summary>The keys with the most traffic in a window of time.</summary>
/// <param name="Keys">The keys, the heaviest first.</param>
/// <param name="Total">The traffic of all keys.</param>
/// <param name="Window">The length of the window.</param>
public sealed record TopTraffic<TKey>(IReadOnlyList<HeavyKey<TKey>> Keys, long Total, TimeSpan Window)
    where TKey : IEquatable<TKey>;
