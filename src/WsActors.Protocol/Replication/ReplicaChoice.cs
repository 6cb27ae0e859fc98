using System.Text;

namespace WsActors.Protocol.Replication;

/// <summary>
/// Chooses the nodes that replicate a bucket by rendezvous hashing (highest random weight): each node gets a weight per bucket, and the heaviest are
/// chosen, so a node that joins or leaves changes the choice of few buckets.
/// </summary>
public static class ReplicaChoice
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Orders nodes by their weight for a bucket, the heaviest first. All nodes of a cluster get the same order.</summary>
    public static IReadOnlyList<ReplicaId> Order(int bucket, IEnumerable<ReplicaId> nodes) =>
        [.. nodes.OrderByDescending(node => Weight(bucket, node)).ThenBy(node => node.Address, StringComparer.Ordinal).ThenBy(node => node.Incarnation)];

    private static ulong Weight(int bucket, ReplicaId node)
    {
        var hash = FnvOffset;
        foreach (var octet in Encoding.UTF8.GetBytes($"{bucket}/{node.Address}"))
            hash = (hash ^ octet) * FnvPrime;
        return Mixed(hash);
    }

    // FNV-1a changes the high bits little with the last bytes; the finaliser of MurmurHash3 spreads them.
    private static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
