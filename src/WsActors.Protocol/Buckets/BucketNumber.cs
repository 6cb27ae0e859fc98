using System.Text;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>Assigns topics to buckets by a hash that is the same in every process and version.</summary>
public static class BucketNumber
{
    /// <summary>The bucket of a topic, from 0.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="buckets">The number of buckets, fixed for the life of a cluster; from 1.</param>
    public static int Of(TopicName topic, int buckets)
    {
        Span<byte> utf8 = stackalloc byte[TopicName.MaxBytes];
        return (int)(StableHash.Of(utf8[..Encoding.UTF8.GetBytes(topic.Value, utf8)]) % (uint)buckets);
    }
}
