namespace WsActors.Protocol.Topics;

/// <summary>
/// The keys under which a topic's publishers published lately, so that a request that is repeated because its answer
/// was lost adds nothing. Bounded in number and age: the oldest keys are forgotten first.
/// </summary>
/// <param name="maxKeys">At most so many are remembered.</param>
/// <param name="maxAge">None longer than this.</param>
public sealed class IdempotencyKeys(int maxKeys, TimeSpan maxAge)
{
    /// <summary>Characters of a key, as long as a UUID with room for a prefix.</summary>
    public const int MaxKeyLength = 128;

    private readonly Dictionary<string, long> _offsets = [];
    private readonly Queue<(string Key, TimeSpan At)> _order = [];

    public int Count => _order.Count;

    /// <summary>The offset of the publication with this key; null where it is new or forgotten.</summary>
    public long? Find(string key, TimeSpan now)
    {
        Expire(now);
        return _offsets.TryGetValue(key, out var offset) ? offset : null;
    }

    /// <summary>Notes a key that <see cref="Find"/> has just not found.</summary>
    public void Remember(string key, long offset, TimeSpan now)
    {
        _offsets.Add(key, offset);
        _order.Enqueue((key, now));
        if (_order.Count > maxKeys)
            ForgetOldest();
    }

    /// <summary>Forgets what is too old.</summary>
    public void Expire(TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At >= maxAge)
            ForgetOldest();
    }

    private void ForgetOldest() => _offsets.Remove(_order.Dequeue().Key);
}
