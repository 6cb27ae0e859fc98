namespace WsActors.Actors.Heaviest;

/// <summary>A key and its weight in a stream.</summary>
/// <param name="Key">The key.</param>
/// <param name="Weight">The weight, which is too high by the error at most, and never too low.</param>
/// <param name="Error">The largest possible error.</param>
public readonly record struct HeavyKey<TKey>(TKey Key, long Weight, long Error)
    where TKey : IEquatable<TKey>;
