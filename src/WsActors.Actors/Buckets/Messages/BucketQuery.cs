namespace WsActors.Actors.Buckets.Messages;

/// <summary>A query to the <see cref="BucketsActor"/> of a node about the buckets that have their home there. Other nodes answer for theirs.</summary>
public abstract record BucketQuery
{
    private BucketQuery()
    {
    }

    /// <summary>Lists topics. Answered by a list of <see cref="TopicDescription"/> in ordinal order of their names.</summary>
    /// <param name="Prefix">Only names that begin so; empty for all.</param>
    /// <param name="After">Only names behind this one; null for the first.</param>
    /// <param name="Limit">At most so many, from 1.</param>
    public sealed record ListTopics(string Prefix, string? After, int Limit) : BucketQuery;

    /// <summary>Describes the buckets. Answered by a list of <see cref="BucketDescription"/>.</summary>
    public sealed record ListBuckets : BucketQuery
    {
        public static readonly ListBuckets Instance = new();
    }
}
