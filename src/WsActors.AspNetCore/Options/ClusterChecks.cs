using System.Net;
using WsActors.Cluster.Runtime;
using WsActors.Cluster.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Checks the settings of the cluster.</summary>
internal static class ClusterChecks
{
    private const string Section = "WsActors:Cluster";
    private const string Localhost = "localhost";
    private const int LongestName = 64;

    public static void Apply(ClusterSettings cluster)
    {
        for (var i = 0; i < cluster.Seeds.Count; i++)
        {
            if (!NodeNames.TrySplit(cluster.Seeds[i], out _, out _))
                throw new InvalidConfigurationException(
                    $"{Section}:Seeds:{i}", cluster.Seeds[i], "the address and port of a node is needed, as in 10.0.0.7:8082 or [fd00::7]:8082");
        }

        if (cluster.Discovery.Length > 0 && !IsHost(cluster.Discovery))
            throw new InvalidConfigurationException($"{Section}:Discovery", cluster.Discovery, "a DNS name without a port is needed");
        if (cluster.Seeds.Count > 0 && cluster.Discovery.Length > 0)
            throw new InvalidConfigurationException($"{Section}:Discovery", cluster.Discovery, $"it replaces {Section}:Seeds, so only one of them may be set");
        if (!cluster.IsOn())
            return;

        CheckNode(cluster);
        CheckTls(cluster);
    }

    private static void CheckNode(ClusterSettings cluster)
    {
        if (!IsHost(cluster.Address) || (IPAddress.TryParse(cluster.Address, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))))
            throw new InvalidConfigurationException(
                $"{Section}:Address", cluster.Address, "an address or a host name is needed at which the other nodes reach this one, as in 10.0.0.7");
        if (cluster.Name.Length > LongestName || !cluster.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            throw new InvalidConfigurationException(
                $"{Section}:Name", cluster.Name, $"up to {LongestName} ASCII letters, digits, hyphens and underscores are allowed");
        if (cluster.Roles.Count == 0)
            throw new InvalidConfigurationException($"{Section}:Roles", null, "a node needs a role");
    }

    private static void CheckTls(ClusterSettings cluster)
    {
        var tls = cluster.Tls;
        if (tls.Path.Length > 0 && tls.AuthorityPath.Length == 0)
            throw new InvalidConfigurationException(
                $"{Section}:Tls:AuthorityPath", null, $"{Section}:Tls:Path needs the authorities that other nodes' certificates must come from");
        if (tls.Path.Length == 0 && (tls.AuthorityPath.Length > 0 || tls.KeyPath.Length > 0))
            throw new InvalidConfigurationException($"{Section}:Tls:Path", null, "the other files of TLS need the certificate of this node");
        if (tls.Path.Length == 0 && !cluster.AllowPlainTcp && !IsLoopback(cluster.Address))
            throw new InvalidConfigurationException(
                $"{Section}:Address", cluster.Address, $"a cluster beyond loopback needs {Section}:Tls, or {Section}:AllowPlainTcp=true in a network that nobody else can reach");
    }

    private static bool IsHost(string name) => Uri.CheckHostName(name) != UriHostNameType.Unknown;

    private static bool IsLoopback(string address) =>
        address.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));
}
