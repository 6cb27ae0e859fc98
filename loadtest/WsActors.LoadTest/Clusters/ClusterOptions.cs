using System.CommandLine;
using WsActors.LoadTest.Clusters.Networks;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters;

/// <summary>The options that all runs with clusters have in common.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string> _server = new("--server") { Description = "The server: an executable, or a .dll", Required = true };
    private readonly Option<int> _nodes = new("--nodes") { Description = "Nodes", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _replicas = new("--replicas") { Description = "Nodes that store a publication before it is acknowledged", DefaultValueFactory = _ => 2 };
    private readonly Option<int> _port = new("--first-port") { Description = "The first port of the nodes", DefaultValueFactory = _ => 18080 };
    private readonly Option<string[]> _settings = new("--setting") { Description = "A setting of all nodes, NAME=VALUE without WsActors:" };
    private readonly Option<string> _logs = new("--logs") { Description = "The folder for the nodes' logs", Required = true };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _server, _nodes, _replicas, _port, _settings, _logs })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">A value is wrong.</exception>
    public ClusterPlan PlanOf(ParseResult line)
    {
        var plan = new ClusterPlan
        {
            Server = line.GetRequiredValue(_server),
            Nodes = line.GetValue(_nodes),
            Replicas = line.GetValue(_replicas),
            FirstPort = line.GetValue(_port),
            Settings = line.GetValue(_settings) ?? [],
            Logs = line.GetRequiredValue(_logs),
        };
        if (!File.Exists(plan.Server))
            throw new UsageException($"--server is {plan.Server}: there is no such file");
        if (plan.Nodes is < 1 or > 200)
            throw new UsageException($"--nodes is {plan.Nodes}: 1 to 200 are allowed");
        return plan;
    }

    /// <summary>A network whose nodes can be separated; where that is impossible, the loopback network.</summary>
    public static INodeNetwork NetworkFor(ClusterPlan plan) =>
        NamespaceNetwork.TryCreate(plan.Nodes) is ({ } network, _) ? network : new LoopbackNetwork(NamespaceNetwork.TryCreate(plan.Nodes).Why);
}
