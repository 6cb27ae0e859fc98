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

    private Target(IPEndPoint endPoint, string authority, string tlsName, IPEndPoint[] sources)
    {
        EndPoint = endPoint;
        Authority = authority;
        TlsName = tlsName;
        _sources = sources;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>For the Host header.</summary>
    public string Authority { get; }

    /// <summary>What a certificate must be for.</summary>
    public string TlsName { get; }

    /// <exception cref="UsageException">The host has no address, or the sources do not fit it.</exception>
    public static Target Of(Scenario scenario)
    {
        var url = new Uri(scenario.Url);
        var endPoint = new IPEndPoint(Resolve(url.DnsSafeHost), url.Port < 0 ? DefaultPort(url) : url.Port);
        var isLoopback = IPAddress.IsLoopback(endPoint.Address) && endPoint.AddressFamily == AddressFamily.InterNetwork;
        if (scenario.Sources > 1 && !isLoopback)
            throw new UsageException($"--sources is {scenario.Sources}: several source addresses need a target on 127.0.0.0/8");

        var count = scenario.Sources > 0 || !isLoopback ? scenario.Sources : SourcesFor(scenario.Connections);
        IPEndPoint[] sources = count <= 1
            ? []
            : [.. Enumerable.Range(1, count).Select(last => new IPEndPoint(new IPAddress([127, 0, 0, (byte)last]), 0))];
        return new Target(endPoint, url.Authority, url.DnsSafeHost, sources);
    }

    public IPEndPoint? SourceOf(int client) => _sources.Length == 0 ? null : _sources[client % _sources.Length];

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
