using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using WsActors.LoadTest.Clusters.Networks;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Clusters;

/// <summary>The nodes of a cluster, from their start to their end.</summary>
internal sealed class ServerCluster : IAsyncDisposable
{
    private const int PushPort = 0;
    private const int AdminPort = 1;
    private const int ClusterPort = 2;

    // One that is stopped takes connections and answers nothing.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly ClusterPlan _plan;
    private readonly INodeNetwork _network;
    private readonly HttpClient _http = new() { Timeout = LongestAnswer };
    private readonly Lock _lock = new();
    private readonly List<NodeEnd> _ends = [];
    private readonly List<ServerNode> _nodes = [];

    /// <param name="plan">What to start.</param>
    /// <param name="network">Where.</param>
    /// <param name="startsNow">Whether all nodes are started now; otherwise <see cref="StartOne"/> starts them.</param>
    public ServerCluster(ClusterPlan plan, INodeNetwork network, bool startsNow = true)
    {
        (_plan, _network) = (plan, network);
        _http.DefaultRequestHeaders.Add("X-API-Key", ClusterPlan.ApiKey);
        Directory.CreateDirectory(plan.Logs);
        while (startsNow && _nodes.Count < plan.Nodes)
            StartOne();
    }

    /// <summary>Those that have been started.</summary>
    public IReadOnlyList<ServerNode> Nodes => _nodes;

    public INodeNetwork Network => _network;

    /// <summary>The addresses to which clients connect.</summary>
    public IReadOnlyList<string> Urls => [.. Enumerable.Range(0, _plan.Nodes).Select(node => Address("ws", node, PushPort))];

    public IReadOnlyList<string> Admins => [.. Enumerable.Range(0, _plan.Nodes).Select(node => Address("http", node, AdminPort))];

    /// <summary>The addresses of the nodes for a balancer in front of them.</summary>
    public IEnumerable<(string Address, int Port, int AdminPort)> Targets =>
        Enumerable.Range(0, _plan.Nodes).Select(node => (_network.ClientAddress(node), PortOf(node, PushPort), PortOf(node, AdminPort)));

    /// <summary>The ports at which nodes reach each other.</summary>
    public IEnumerable<int> ClusterPorts => Enumerable.Range(0, _plan.Nodes).Select(node => PortOf(node, ClusterPort)).Distinct();

    /// <summary>The ends of processes so far.</summary>
    public IReadOnlyList<NodeEnd> Ends
    {
        get
        {
            lock (_lock)
            {
                return [.. _ends];
            }
        }
    }

    /// <summary>The memory and processor time of the nodes that run.</summary>
    public IServerProbe Probe => new ProcessesProbe([.. Nodes.Where(node => node.Id is not null).Select(node => new ProcessProbe(node.Id!.Value))]);

    /// <summary>The server of the plan.</summary>
    public string Server => _plan.Server;

    /// <summary>Starts one more node of the plan.</summary>
    public void StartOne()
    {
        var node = _nodes.Count;
        _nodes.Add(new ServerNode(node, CommandOf(node, _plan.Server), LogOf(node), _plan.RestartAfter, Note));
    }

    /// <summary>Starts a node again that was stopped.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="server">The build of the server that it runs from now on; null for the one that it had.</param>
    public void Resume(int node, string? server = null)
    {
        if (server is not null)
            _nodes[node].Use(CommandOf(node, server));
        _nodes[node].Resume();
    }

    /// <summary>Waits until each node is ready and sees all others, and each bucket is served and stored as often as it should be.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="progress">Receives what is still missing.</param>
    /// <returns>What was missing in the end; null: nothing.</returns>
    public async Task<string?> UntilWholeAsync(TimeSpan atMost, Action<string>? progress = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var missing = await MissingAsync();
            if (missing is null || Stopwatch.GetElapsedTime(start) > atMost)
                return missing;

            progress?.Invoke(missing);
            await Task.Delay(Step);
        }
    }

    /// <summary>Waits until a node is ready.</summary>
    /// <returns>What was missing in the end; null: nothing.</returns>
    public async Task<string?> UntilReadyAsync(int node, TimeSpan atMost)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            using var ready = await TryGetAsync(node, "/readyz");
            if (ready is { StatusCode: HttpStatusCode.OK })
                return null;
            if (Stopwatch.GetElapsedTime(start) > atMost)
                return $"node {node} is not ready";

            await Task.Delay(Step);
        }
    }

    /// <summary>The cluster as a node sees it; null: the node does not answer.</summary>
    public async Task<ClusterView?> ViewOfAsync(int node)
    {
        using var answer = await TryGetAsync(node, "/api/cluster");
        if (answer is not { IsSuccessStatusCode: true })
            return null;

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ClusterView.Read(json.RootElement);
    }

    /// <summary>The address under which a node is listed as a home of buckets.</summary>
    public string NameOf(int node) => $"{_network.ClusterAddress(node)}:{PortOf(node, ClusterPort)}";

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.DisposeAsync().AsTask()));
        _http.Dispose();
        _network.Dispose();
    }

    private async Task<string?> MissingAsync()
    {
        for (var node = 0; node < Nodes.Count; node++)
        {
            using var ready = await TryGetAsync(node, "/readyz");
            if (ready is not { StatusCode: HttpStatusCode.OK })
                return $"node {node} is not ready ({(ready is null ? "no answer" : $"{(int)ready.StatusCode}")})";
            if (_plan.Nodes == 1)
                continue;
            if (await ViewOfAsync(node) is not { } view)
                return $"node {node} does not describe its cluster";
            if (view.Missing(Nodes.Count, _plan.Buckets) is { } missing)
                return $"node {node} {missing}";
        }

        return null;
    }

    private async Task<HttpResponseMessage?> TryGetAsync(int node, string path)
    {
        try
        {
            return await _http.GetAsync(new Uri(Address("http", node, AdminPort) + path));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private List<string> CommandOf(int node, string server)
    {
        List<string> command = [.. _network.CommandPrefix(node)];
        if (server.EndsWith(".dll", StringComparison.Ordinal))
            command.Add("dotnet");
        command.Add(server);
        command.AddRange(SettingsOf(node).Select(setting => $"--WsActors:{setting}"));
        return command;
    }

    private List<string> SettingsOf(int node)
    {
        List<string> settings =
        [
            $"Push:Address={_network.ClientAddress(node)}", $"Push:Port={PortOf(node, PushPort)}",
            $"Admin:Address={_network.ClientAddress(node)}", $"Admin:Port={PortOf(node, AdminPort)}", $"Admin:ApiKeys:0={ClusterPlan.ApiKey}",
            .. _plan.Settings,
        ];

        // One node alone is what everybody has without a cluster.
        if (_plan.Nodes == 1)
            return settings;

        settings.AddRange(
        [
            $"Cluster:Address={_network.ClusterAddress(node)}", $"Cluster:Port={PortOf(node, ClusterPort)}",
            string.Create(CultureInfo.InvariantCulture, $"Cluster:Replicas={_plan.Replicas}"),
        ]);
        settings.AddRange(Enumerable.Range(0, Math.Min(_plan.Seeds, _plan.Nodes)).Select(seed => $"Cluster:Seeds:{seed}={NameOf(seed)}"));
        if (!IPAddress.IsLoopback(IPAddress.Parse(_network.ClusterAddress(node))))
            settings.Add("Cluster:AllowPlainTcp=true");
        return settings;
    }

    private string Address(string scheme, int node, int port) => $"{scheme}://{_network.ClientAddress(node)}:{PortOf(node, port)}";

    private int PortOf(int node, int port) => _network.Port(node, _plan.FirstPort) + port;

    private string LogOf(int node) => Path.Combine(_plan.Logs, $"node{node}.log");

    private void Note(NodeEnd end)
    {
        lock (_lock)
        {
            _ends.Add(end);
        }
    }
}
