using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>Answers to a <see cref="RegisterRequest"/>.</summary>
/// <param name="Bucket">The bucket's number.</param>
public abstract record RegisterReply(int Bucket)
{
    /// <summary>The configurations that a majority of the nodes has.</summary>
    public sealed record Read(int Bucket, long Request, IReadOnlyList<BucketConfiguration> Configurations) : RegisterReply(Bucket);

    /// <summary>A majority of the nodes has the configuration.</summary>
    public sealed record Written(int Bucket, BucketConfiguration Configuration) : RegisterReply(Bucket);
}
