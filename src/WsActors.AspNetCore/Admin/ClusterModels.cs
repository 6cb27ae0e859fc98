using WsActors.Actors.Buckets.Messages;
using WsActors.Cluster.Membership;

namespace WsActors.AspNetCore.Admin;

/// <summary>The cluster as this node sees it.</summary>
internal sealed record ClusterAnswer
{
    public required string Name { get; init; }

    /// <summary>The address of this node.</summary>
    public required string Self { get; init; }

    /// <summary>True if a majority of the members counts this node as one, so that its topics accept publications.</summary>
    public required bool HasLease { get; init; }

    /// <summary>The number of nodes that store a publication.</summary>
    public required int Replicas { get; init; }

    /// <summary>The members, ordered by address; empty before this node has joined.</summary>
    public required IReadOnlyList<ClusterMemberAnswer> Members { get; init; }

    /// <summary>The addresses of members that this node cannot reach.</summary>
    public required IReadOnlyList<string> Unreachable { get; init; }

    /// <summary>The buckets that have a home, ordered by number. Buckets without topics may have none.</summary>
    public required IReadOnlyList<ClusterBucketAnswer> Buckets { get; init; }

    /// <summary>The nodes that did not answer, so that their buckets are missing.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>A member of the cluster.</summary>
/// <param name="Address">Its address.</param>
/// <param name="State">One of joining, up, leaving, exiting and down.</param>
/// <param name="Reachable">False if this node cannot reach it.</param>
/// <param name="Self">True for this node.</param>
/// <param name="Version">The version of the server that it runs.</param>
internal sealed record ClusterMemberAnswer(string Address, string State, bool Reachable, bool Self, string Version)
{
    internal static ClusterMemberAnswer Of(ClusterMember member, string self) => new(
        member.Id.Address, member.Status.ToLowerInvariant(), member.IsReachable, member.Id.Address == self, member.Version);
}

/// <summary>A bucket of topics.</summary>
/// <param name="Bucket">Its number.</param>
/// <param name="Home">The address of the node that accepts publications.</param>
/// <param name="Serving">False while the home is taking over.</param>
/// <param name="Term">The term of the home; 0 while it does not serve.</param>
/// <param name="Replicas">The addresses of the nodes that store it, the home first.</param>
/// <param name="Topics">The number of topics.</param>
internal sealed record ClusterBucketAnswer(int Bucket, string Home, bool Serving, long Term, IReadOnlyList<string> Replicas, int Topics)
{
    internal static ClusterBucketAnswer Of(BucketDescription bucket) =>
        new(bucket.Bucket, bucket.Home, bucket.IsServing, bucket.Term, bucket.Replicas, bucket.Topics);
}
