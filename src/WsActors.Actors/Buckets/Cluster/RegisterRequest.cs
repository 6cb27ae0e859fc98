using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>A request to the register of the cluster, which holds the configurations of each bucket. If the register cannot be reached, there is no answer.</summary>
public abstract record RegisterRequest
{
    private RegisterRequest(int bucket) => Bucket = bucket;

    /// <summary>The bucket's number.</summary>
    public int Bucket { get; init; }

    /// <summary>Reads the configurations from a majority of the nodes. Answered by <see cref="RegisterReply.Read"/>.</summary>
    /// <param name="Bucket">The bucket's number.</param>
    /// <param name="Request">Comes back in the answer.</param>
    public sealed record Read(int Bucket, long Request) : RegisterRequest(Bucket);

    /// <summary>
    /// Adds a configuration at a majority of the nodes and removes those that it supersedes, and no others. Answered by
    /// <see cref="RegisterReply.Written"/>.
    /// </summary>
    public sealed record Write(int Bucket, BucketConfiguration Configuration, IReadOnlyList<BucketConfiguration> Superseded) : RegisterRequest(Bucket);
}
