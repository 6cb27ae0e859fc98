using System.Text;

namespace WsActors.Protocol.Replication;

/// <summary>
/// Chooses the nodes that replicate a bucket by rendezvous hashing (highest random weight): each node gets a weight per bucket, and the heaviest are
/// chosen, so a node that joins or leaves changes the choice of few buckets.
/// </summary>
public static class ReplicaChoice
{
    /// <summary>Orders nodes by their weight for a bucket, the heaviest first. All nodes of a cluster get the same order.</summary>
    public static IReadOnlyList<ReplicaId> Order(int bucket, IEnumerable<ReplicaId> nodes) =>
        [.. nodes.OrderByDescending(node => Weight(bucket, node)).ThenBy(node => node.Address, StringComparer.Ordinal).ThenBy(node => node.Incarnation)];

    private static ulong Weight(int bucket, ReplicaId node) => StableHash.Of(Encoding.UTF8.GetBytes($"{bucket}/{node.Address}"));
}
