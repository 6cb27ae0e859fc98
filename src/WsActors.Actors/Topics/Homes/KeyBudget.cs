using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Counts the bytes of the idempotency keys of all topics of a node against their limit. Safe on any thread.</summary>
public sealed class KeyBudget(long maxBytes)
{
    /// <summary>Keys that a topic keeps whatever the others hold, so that a flood on one does not undo the promise of all.</summary>
    private const int Kept = 100;

    private long _bytes;

    public bool IsExceeded => Interlocked.Read(ref _bytes) > maxBytes;

    /// <summary>Reports what a topic's keys hold. Above the limit the topic forgets its oldest keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="reported">The bytes that were reported of them before.</param>
    public void Balance(IdempotencyKeys keys, ref long reported)
    {
        Report(keys.Bytes, ref reported);
        while (IsExceeded && keys.Count > Kept)
        {
            keys.ForgetOldest();
            Report(keys.Bytes, ref reported);
        }
    }

    /// <summary>Reports that a topic's keys hold so many bytes.</summary>
    public void Report(long bytes, ref long reported)
    {
        Add(bytes - reported);
        reported = bytes;
    }

    /// <summary>Counts keys that have grown, or shrunk where <paramref name="bytes"/> is negative.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
