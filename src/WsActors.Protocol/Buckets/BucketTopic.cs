using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>A topic in a bucket's state: its log and the idempotency keys of its recent publications.</summary>
public sealed class BucketTopic
{
    internal BucketTopic(TopicName name, TopicLog log, TimeSpan now) => (Name, Log, UsedAt) = (name, log, now);

    public TopicName Name { get; }

    public TopicLog Log { get; }

    /// <summary>Null until a publication has a key.</summary>
    public IdempotencyKeys? Keys { get; private set; }

    /// <summary>The time at which it was needed last, on this node's clock.</summary>
    public TimeSpan UsedAt { get; private set; }

    /// <summary>True if the application was told that it has subscribers, and not yet that it has none.</summary>
    public bool IsOccupied { get; internal set; }

    /// <summary>The bytes of its history that were reported to the node's budget.</summary>
    public long ReportedBytes { get; set; }

    /// <summary>The bytes of its keys that were reported to the node's budget.</summary>
    public long ReportedKeyBytes { get; set; }

    /// <summary>It is needed now.</summary>
    public void Use(TimeSpan now) => UsedAt = now;

    internal void Remember(string key, KeyedPublication publication, TimeSpan at, IBucketTopicsHost host)
    {
        Keys ??= host.NewKeys();
        if (Keys.Find(key, host.Now) is null)
            Keys.Remember(key, publication, at);
    }

    internal void Expire(TimeSpan now)
    {
        Log.Expire(now);
        Keys?.Expire(now);
        if (Keys is { Count: 0 })
            Keys = null;
    }
}
