namespace WsActors.Protocol.Topics;

/// <summary>
/// The idempotency keys of a topic's recent publications, so that a request that is repeated because its answer was lost adds nothing.
/// Bounded by age first, and in number; an owner that shares memory with others bounds it by <see cref="Bytes"/> too. The oldest keys are
/// forgotten first.
/// </summary>
/// <param name="maxKeys">At most so many are remembered.</param>
/// <param name="maxAge">None longer than this.</param>
public sealed class IdempotencyKeys(int maxKeys, TimeSpan maxAge)
{
    /// <summary>Characters of a key, as long as a UUID with room for a prefix.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>Bytes of a key besides its characters: a string, and its places in a dictionary and a queue, which grow by doubling.</summary>
    private const int Overhead = 128;

    private readonly Dictionary<string, KeyedPublication> _publications = [];
    private readonly Queue<(string Key, TimeSpan At)> _order = [];

    public int Count => _order.Count;

    /// <summary>Bytes that the keys count for.</summary>
    public long Bytes { get; private set; }

    /// <summary>The fault of a key; null if it is valid.</summary>
    public static string? FaultOfKey(string? key) => key is { Length: >= 1 and <= MaxKeyLength } && WellFormedText.Is(key)
        ? null
        : $"an idempotency key is one text of 1 to {MaxKeyLength} characters";

    /// <summary>Returns the publication with this key; null if the key is new or forgotten.</summary>
    public KeyedPublication? Find(string key, TimeSpan now)
    {
        Expire(now);
        return _publications.TryGetValue(key, out var publication) ? publication : null;
    }

    /// <summary>Returns keys in the order in which they were added, those of publications behind an offset.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="max">At most so many.</param>
    public IReadOnlyList<(string Key, KeyedPublication Publication, TimeSpan At)> After(long offset, int max) =>
        [.. _order.Select(entry => (entry.Key, Publication: _publications[entry.Key], entry.At)).Where(entry => entry.Publication.Offset > offset).Take(max)];

    /// <summary>Adds a key that <see cref="Find"/> has just not found.</summary>
    public void Remember(string key, KeyedPublication publication, TimeSpan now)
    {
        _publications.Add(key, publication);
        _order.Enqueue((key, now));
        Bytes += BytesOf(key);
        if (_order.Count > maxKeys)
            ForgetOldest();
    }

    /// <summary>Drops expired keys.</summary>
    public void Expire(TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At >= maxAge)
            ForgetOldest();
    }

    /// <summary>Drops the oldest key, to make room; there must be one.</summary>
    public void ForgetOldest()
    {
        var (key, _) = _order.Dequeue();
        _publications.Remove(key);
        Bytes -= BytesOf(key);
    }

    private static int BytesOf(string key) => Overhead + (sizeof(char) * key.Length);
}
