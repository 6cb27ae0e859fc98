using System.Net;
using System.Net.Sockets;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Network;

/// <summary>Where the clients connect to and come from.</summary>
internal sealed class Target
{
    /// <summary>127.0.0.1 to 127.0.0.254.</summary>
    public const int MaxSources = 254;

    private const int ConnectionsOfSource = 1000;

    private readonly IPEndPoint[] _sources;
    private readonly int _connections;

    private Target(IReadOnlyList<NodeAddress> nodes, IPEndPoint[] sources, int connections)
    {
        Nodes = nodes;
        _sources = sources;
        _connections = connections;
    }

    /// <summary>One server, or the nodes of a cluster.</summary>
    public IReadOnlyList<NodeAddress> Nodes { get; }

    /// <exception cref="UsageException">The host has no address, or the sources do not fit it.</exception>
    public static Target Of(Scenario scenario)
    {
        NodeAddress[] nodes = [.. scenario.Urls.Select(AddressOf)];
        var isLoopback = nodes.All(node => IPAddress.IsLoopback(node.EndPoint.Address) && node.EndPoint.AddressFamily == AddressFamily.InterNetwork);
        if (scenario.Sources > 1 && !isLoopback)
            throw new UsageException($"--sources is {scenario.Sources}: several source addresses need a target on 127.0.0.0/8");

        var count = scenario.Sources > 0 || !isLoopback ? scenario.Sources : SourcesFor(scenario.Connections);
        IPEndPoint[] sources = count <= 1
            ? []
            : [.. Enumerable.Range(1, count).Select(last => new IPEndPoint(new IPAddress([127, 0, 0, (byte)last]), 0))];
        return new Target(nodes, sources, scenario.Connections);
    }

    public IPEndPoint? SourceOf(int client) => _sources.Length == 0 ? null : _sources[client % _sources.Length];

    /// <summary>
    /// The node that a client connects to first. Each node has the same number of consecutive clients: since topics are given out by turns,
    /// the subscribers of each topic are spread over the nodes, too.
    /// </summary>
    public int FirstNodeOf(int client) => client < _connections ? (int)((long)client * Nodes.Count / _connections) : client % Nodes.Count;

    /// <summary>Any other node than the one that a client has lost, as a load balancer would choose; the same if it is the only one.</summary>
    public int OtherNode(int node) => Nodes.Count == 1 ? node : (node + 1 + Random.Shared.Next(Nodes.Count - 1)) % Nodes.Count;

    private static NodeAddress AddressOf(string address)
    {
        var url = new Uri(address);
        var endPoint = new IPEndPoint(Resolve(url.DnsSafeHost), url.Port < 0 ? DefaultPort(url) : url.Port);
        return new NodeAddress(endPoint, url.Authority, url.DnsSafeHost);
    }

    private static int SourcesFor(int connections) =>
        Math.Clamp((connections + ConnectionsOfSource - 1) / ConnectionsOfSource, 1, MaxSources);

    private static int DefaultPort(Uri url) => url.Scheme == "wss" ? 443 : 80;

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;

        try
        {
            var all = Dns.GetHostAddresses(host);
            return all.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
        }
        catch (SocketException fault)
        {
            throw new UsageException($"--url: {host}: {fault.Message}");
        }
    }
}
