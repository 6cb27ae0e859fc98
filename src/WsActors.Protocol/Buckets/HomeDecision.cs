using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>The decision of a bucket's home on a request.</summary>
public abstract record HomeDecision
{
    private HomeDecision()
    {
    }

    /// <summary>The entry is to be appended; the request is answered when it is committed.</summary>
    public sealed record Append(BucketEntry Entry) : HomeDecision;

    /// <summary>The publication is known already, by its idempotency key or because the request was sent again.</summary>
    public sealed record Known(TopicPosition Position) : HomeDecision;

    /// <summary>The idempotency key belongs to another publication.</summary>
    /// <param name="Offset">The offset of that publication.</param>
    public sealed record KeyReused(long Offset) : HomeDecision;

    /// <summary>The publication is known already but not committed yet: the request is answered with it.</summary>
    public sealed record Wait : HomeDecision
    {
        public static readonly Wait Instance = new();
    }

    /// <summary>There are as many topics as may be.</summary>
    public sealed record TooMany : HomeDecision
    {
        public static readonly TooMany Instance = new();
    }

    /// <summary>The topic does not exist.</summary>
    public sealed record Unknown : HomeDecision
    {
        public static readonly Unknown Instance = new();
    }
}
