using System.Text.Json;

namespace WsActors.LoadTest.Clusters;

/// <summary>The cluster as one node sees it.</summary>
/// <param name="HasLease">Whether the majority counts the node as a member.</param>
/// <param name="Up">Members that are up and reachable.</param>
/// <param name="Others">Members in another state, or unreachable.</param>
/// <param name="Incomplete">Buckets that no home serves, or that fewer nodes store than is configured; nodes that did not say which they have.</param>
/// <param name="Homes">Buckets, by the address of their home.</param>
internal sealed record ClusterView(bool HasLease, int Up, int Others, int Incomplete, IReadOnlyDictionary<string, int> Homes)
{
    /// <summary>Reads the answer of <c>GET /api/cluster</c>.</summary>
    public static ClusterView Read(JsonElement json)
    {
        JsonElement[] members = [.. json.GetProperty("members").EnumerateArray()];
        JsonElement[] buckets = [.. json.GetProperty("buckets").EnumerateArray()];
        var up = members.Count(member => member.GetProperty("reachable").GetBoolean() && member.GetProperty("state").GetString() == "up");
        var replicas = Math.Min(json.GetProperty("replicas").GetInt32(), up);
        var incomplete = buckets.Count(bucket => !bucket.GetProperty("serving").GetBoolean() || bucket.GetProperty("replicas").GetArrayLength() < replicas);
        return new ClusterView(
            json.GetProperty("hasLease").GetBoolean(), up, members.Length - up, incomplete + json.GetProperty("missing").GetArrayLength(),
            buckets.GroupBy(bucket => bucket.GetProperty("home").GetString()!).ToDictionary(group => group.Key, group => group.Count()));
    }

    /// <summary>
    /// The first thing that the node lacks to be part of a whole cluster of so many nodes; null if it lacks nothing. A bucket that no node lists is being placed:
    /// it has lost a replica with its home, and must not lose the other one.
    /// </summary>
    public string? Missing(int nodes, int buckets) =>
        !HasLease ? "has no lease"
        : Up != nodes || Others > 0 ? $"sees {Up} of {nodes} nodes and {Others} others"
        : Homes.Values.Sum() is var placed && placed < buckets ? $"sees homes of {placed} of {buckets} buckets"
        : Incomplete > 0 ? $"sees {Incomplete} buckets that are not served or not stored often enough"
        : null;
}
