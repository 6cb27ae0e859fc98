using System.Globalization;
using Akka.Cluster.Sharding;
using WsActors.Actors.Buckets.Cluster;

namespace WsActors.Cluster.Seats;

/// <summary>Tells sharding which bucket a message is for. Each bucket is a shard with one entity.</summary>
/// <param name="buckets">The number of buckets.</param>
internal sealed class BucketExtractor(int buckets) : IMessageExtractor
{
    public string? EntityId(object message) => message is LocateHome { Bucket: var bucket } && bucket >= 0 && bucket < buckets
        ? bucket.ToString(CultureInfo.InvariantCulture)
        : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
