namespace WsActors.Actors.Topics.Homes;

/// <summary>Counts the bytes of the idempotency keys of all topics of a node against their limit. Safe on any thread.</summary>
public sealed class KeyBudget(long maxBytes)
{
    private long _bytes;

    public bool IsExceeded => Interlocked.Read(ref _bytes) > maxBytes;

    /// <summary>A topic's keys have grown, or shrunk where <paramref name="bytes"/> is negative.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
