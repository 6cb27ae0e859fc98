using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Membership;

/// <summary>Describes the role that the nodes of one cluster have in common.</summary>
internal static class ClusterTag
{
    /// <summary>Returns the name and the number of buckets in words.</summary>
    /// <param name="roles">The roles of a node.</param>
    public static string Describe(IEnumerable<string> roles)
    {
        var tag = roles.FirstOrDefault(role => role.StartsWith(ClusterSettings.TagPrefix, StringComparison.Ordinal));
        return tag?[ClusterSettings.TagPrefix.Length..].Split('.') is [var name, var buckets]
            ? $"the name \"{name}\" and {buckets} buckets"
            : "neither a name nor a number of buckets";
    }
}
