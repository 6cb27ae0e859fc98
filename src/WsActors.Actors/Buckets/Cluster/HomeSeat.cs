namespace WsActors.Actors.Buckets.Cluster;

/// <summary>Tells the <see cref="BucketsActor"/> of a node which buckets it is to be home to. The cluster gives each bucket to one node at a time, as far as it knows.</summary>
public abstract record HomeSeat
{
    private HomeSeat(int bucket) => Bucket = bucket;

    /// <summary>The bucket's number.</summary>
    public int Bucket { get; init; }

    /// <summary>The bucket is given to this node.</summary>
    public sealed record Take(int Bucket) : HomeSeat(Bucket);

    /// <summary>The bucket is given to another node. Answered by <see cref="Left"/> once this node's home has stopped.</summary>
    public sealed record Leave(int Bucket) : HomeSeat(Bucket);

    /// <summary>This node's home has stopped.</summary>
    public sealed record Left(int Bucket) : HomeSeat(Bucket);
}
