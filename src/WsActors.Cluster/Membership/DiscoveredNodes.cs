using System.Net;
using System.Net.Sockets;
using ClusterSettings = WsActors.Cluster.Settings.ClusterSettings;

namespace WsActors.Cluster.Membership;

/// <summary>The nodes that a DNS name stands for.</summary>
internal static class DiscoveredNodes
{
    /// <summary>
    /// Returns the names of the nodes in ordinal order, each once, because the order of a DNS answer changes. A node that has an IPv4 address takes no
    /// IPv6 addresses, and the other way round: a name may have both of each node.
    /// </summary>
    /// <param name="addresses">The addresses of the name.</param>
    /// <param name="settings">The settings of this node.</param>
    public static IReadOnlyList<string> Of(IEnumerable<IPAddress> addresses, ClusterSettings settings) =>
        [.. addresses.Where(address => IsOfOwnFamily(address, settings.Address)).Select(address => NameOf(address, settings.Port)).Order(StringComparer.Ordinal).Distinct()];

    private static bool IsOfOwnFamily(IPAddress address, string own) =>
        !IPAddress.TryParse(own, out var parsed) || parsed.AddressFamily == address.AddressFamily;

    private static string NameOf(IPAddress address, int port) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? $"[{address}]:{port}"
        : $"{address}:{port}";
}
