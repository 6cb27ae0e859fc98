using System.Text.Json;

namespace WsActors.LoadTest.Clusters;

/// <summary>The cluster as one node sees it.</summary>
/// <param name="Up">Members that are up and reachable.</param>
/// <param name="Unreachable">Members that cannot be reached.</param>
/// <param name="Homes">Buckets that have a home, by the address of its node.</param>
internal sealed record ClusterView(int Up, int Unreachable, IReadOnlyDictionary<string, int> Homes)
{
    /// <summary>Reads the answer of <c>GET /api/cluster</c>.</summary>
    public static ClusterView Read(JsonElement json)
    {
        JsonElement[] members = [.. json.GetProperty("members").EnumerateArray()];
        var unreachable = members.Count(member => !member.GetProperty("reachable").GetBoolean());
        var up = members.Count(member => member.GetProperty("reachable").GetBoolean() && member.GetProperty("status").GetString() == "up");
        var homes = json.TryGetProperty("buckets", out var buckets)
            ? buckets.EnumerateArray()
                .Where(bucket => bucket.TryGetProperty("home", out var home) && home.ValueKind == JsonValueKind.String)
                .GroupBy(bucket => bucket.GetProperty("home").GetString()!)
                .ToDictionary(group => group.Key, group => group.Count())
            : [];
        return new ClusterView(up, unreachable, homes);
    }
}
