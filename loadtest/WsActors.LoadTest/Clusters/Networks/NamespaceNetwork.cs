using System.Diagnostics;

namespace WsActors.LoadTest.Clusters.Networks;

/// <summary>
/// Each node in a network namespace of its own with two links: one to the load generator and one to the other nodes. The latter goes through a
/// bridge; a node that is taken off the bridge keeps its link, but no packet arrives, as with a broken switch.
/// </summary>
internal sealed class NamespaceNetwork : INodeNetwork
{
    // 198.18.0.0/15 is reserved for measurements in networks of one's own (RFC 2544).
    private const string Clients = "198.18.1";
    private const string Others = "198.18.2";
    private const int FirstHost = 11;

    private readonly int _nodes;
    private readonly string _name;

    private NamespaceNetwork(int nodes, string name) => (_nodes, _name) = (nodes, name);

    public string? WhyInseparable => null;

    /// <summary>
    /// Makes the namespaces. The load generator itself must run in one of its own, so that nothing of the machine's network is touched and
    /// everything ends with it: <c>unshare --net</c>, as the scripts in <c>loadtest/cluster</c> do.
    /// </summary>
    /// <returns>The network; or why there is none.</returns>
    public static (NamespaceNetwork? Network, string Why) TryCreate(int nodes)
    {
        if (Environment.UserName != "root")
            return (null, "network namespaces need root, or a user namespace (unshare --user --map-root-user)");
        if (File.ReadAllLines("/proc/net/dev").Skip(2).Any(line => !line.TrimStart().StartsWith("lo:", StringComparison.Ordinal)))
            return (null, "the load generator does not run in a network namespace of its own (unshare --net)");

        var network = new NamespaceNetwork(nodes, $"wsactors-{Environment.ProcessId}-{Stopwatch.GetTimestamp() % 100_000}");
        try
        {
            network.Create();
            return (network, "");
        }
        catch (Exception fault) when (fault is IOException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            return (null, fault.Message);
        }
    }

    public string ClientAddress(int node) => $"{Clients}.{FirstHost + node}";

    public string ClusterAddress(int node) => $"{Others}.{FirstHost + node}";

    public int Port(int node, int first) => first;

    public IReadOnlyList<string> CommandPrefix(int node) => ["ip", "netns", "exec", NamespaceOf(node)];

    public void Separate(int node) => Ip($"link set {NodeLink(node)} nomaster");

    public void Rejoin(int node) => Ip($"link set {NodeLink(node)} master nodes");

    public void Dispose()
    {
        for (var node = 0; node < _nodes; node++)
            TryIp($"netns del {NamespaceOf(node)}");
        TryIp("link del nodes");
        TryIp("link del clients");
    }

    private void Create()
    {
        Ip("link set lo up");
        foreach (var bridge in new[] { "clients", "nodes" })
        {
            Ip($"link add {bridge} type bridge");
            Ip($"link set {bridge} up");
        }

        Ip($"addr add {Clients}.1/24 dev clients");
        for (var node = 0; node < _nodes; node++)
        {
            var space = NamespaceOf(node);
            Ip($"netns add {space}");
            Ip($"-n {space} link set lo up");
            Link(space, ClientLink(node), "clients", $"{ClientAddress(node)}/24");
            Link(space, NodeLink(node), "nodes", $"{ClusterAddress(node)}/24");
        }
    }

    private static void Link(string space, string outside, string bridge, string address)
    {
        Ip($"link add name {outside} type veth peer name {bridge} netns {space}");
        Ip($"link set {outside} master {bridge} up");
        Ip($"-n {space} addr add {address} dev {bridge}");
        Ip($"-n {space} link set {bridge} up");
    }

    private string NamespaceOf(int node) => $"{_name}-{node}";

    private static string ClientLink(int node) => $"client{node}";

    private static string NodeLink(int node) => $"node{node}";

    private static void TryIp(string arguments)
    {
        try
        {
            Ip(arguments);
        }
        catch (Exception fault) when (fault is IOException or System.ComponentModel.Win32Exception)
        {
            // It was not made, or is gone with its namespace.
        }
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var fault = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new IOException($"ip {arguments}: {fault.Trim()}");
    }
}
