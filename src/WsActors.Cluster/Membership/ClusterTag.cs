using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Membership;

/// <summary>Describes the role that the nodes of one cluster have in common.</summary>
internal static class ClusterTag
{
    /// <summary>Returns the name, the number of buckets, the version of the messages between nodes, and UnreachableAfter if it is not the usual one, in words.</summary>
    /// <param name="roles">The roles of a node.</param>
    public static string Describe(IEnumerable<string> roles)
    {
        var tag = roles.FirstOrDefault(role => role.StartsWith(ClusterSettings.TagPrefix, StringComparison.Ordinal));
        return tag?[ClusterSettings.TagPrefix.Length..].Split('.') switch
        {
            [var name, var buckets] => Describe(name, buckets, "1"),
            [var name, var buckets, var wire] => Describe(name, buckets, wire),
            [var name, var buckets, var wire, var milliseconds] => $"{Describe(name, buckets, wire)}, and UnreachableAfter {milliseconds} ms",
            _ => "neither a name nor a number of buckets",
        };
    }

    private static string Describe(string name, string buckets, string wire) => $"the name \"{name}\", {buckets} buckets and wire version {wire}";
}
