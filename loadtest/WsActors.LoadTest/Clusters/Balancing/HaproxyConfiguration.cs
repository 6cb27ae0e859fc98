using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Clusters.Balancing;

/// <summary>Writes the configuration of HAProxy for nodes on this machine: that of <c>deploy/cluster/haproxy.cfg</c> with their addresses.</summary>
internal static class HaproxyConfiguration
{
    // A connection takes two descriptors, and a process may often open no more than 20,000.
    private const string Head =
        """
        global
            maxconn 9000

        defaults
            mode http
            timeout connect 5s
            timeout http-request 10s
            timeout client 30s
            timeout server 30s
            timeout check 10s
            timeout tunnel 60s
            option redispatch
            retries 3
            retry-on conn-failure 503
            default-server check inter 1s fall 2 rise 1

        """;

    /// <summary>Returns the text of the file.</summary>
    /// <param name="address">Where clients connect, as <c>127.0.0.1:18079</c>.</param>
    /// <param name="nodes">The addresses of the nodes' push listeners, and the ports of their admin listeners, which are asked whether they are ready.</param>
    public static string Write(string address, IEnumerable<(string Address, int Port, int AdminPort)> nodes)
    {
        var text = new StringBuilder(Head);
        text.AppendLine("frontend push");
        text.AppendLine(CultureInfo.InvariantCulture, $"    bind {address}");
        text.AppendLine("    default_backend push");
        text.AppendLine();
        text.AppendLine("backend push");
        text.AppendLine("    balance leastconn");
        text.AppendLine("    option httpchk GET /readyz");
        foreach (var (node, index) in nodes.Select((node, index) => (node, index)))
            text.AppendLine(CultureInfo.InvariantCulture, $"    server node{index} {node.Address}:{node.Port} port {node.AdminPort}");
        return text.ToString();
    }
}
