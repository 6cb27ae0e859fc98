using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>Answers to a <see cref="RegisterRequest"/>.</summary>
public abstract record RegisterReply
{
    private RegisterReply(int bucket) => Bucket = bucket;

    /// <summary>The bucket's number.</summary>
    public int Bucket { get; init; }

    /// <summary>The configurations that a majority of the nodes has.</summary>
    public sealed record Read(int Bucket, long Request, IReadOnlyList<BucketConfiguration> Configurations) : RegisterReply(Bucket);

    /// <summary>A majority of the nodes has the configuration.</summary>
    public sealed record Written(int Bucket, BucketConfiguration Configuration) : RegisterReply(Bucket);
}
