using System.CommandLine;
using System.Diagnostics;
using WsActors.LoadTest.Clusters.Networks;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The command <c>cluster million</c>.</summary>
internal sealed class MillionCommand
{
    private readonly ClusterOptions _cluster = new();
    private readonly Option<int> _connections = new("--connections") { Description = "Clients of all nodes together", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<int> _perNode = new("--per-node") { Description = "Clients of a node", DefaultValueFactory = _ => 19_000 };
    private readonly Option<int> _groups = new("--groups") { Description = "Topics that the clients are divided among", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Publications to all clients", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _reserve = new("--reserve") { Description = "MiB of memory to leave", DefaultValueFactory = _ => 1536 };

    /// <summary>The command for the command line.</summary>
    public Command Command()
    {
        var command = new Command("million", "Connects as many clients as the machine carries to a cluster, and publishes to all of them; prints Markdown tables.");
        _cluster.AddTo(command);
        foreach (var option in new Option[] { _connections, _perNode, _groups, _rounds, _reserve })
            command.Options.Add(option);
        command.SetAction((line, _) => RunAsync(line));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line)
    {
        var plan = new MillionPlan
        {
            Connections = line.GetValue(_connections),
            PerNode = line.GetValue(_perNode),
            Groups = line.GetValue(_groups),
            Rounds = line.GetValue(_rounds),
            ReserveBytes = line.GetValue(_reserve) * 1024L * 1024,
        };
        if (plan is not { Connections: > 0, PerNode: > 0, Groups: > 0, Rounds: > 0 })
            throw new UsageException("--connections, --per-node, --groups and --rounds must be at least 1");

        var start = Stopwatch.GetTimestamp();
        await using var cluster = new ServerCluster(_cluster.PlanOf(line) with { Nodes = plan.Nodes, Seeds = 1 }, new LoopbackNetwork("one network for all"), startsNow: false);
        using var run = new MillionRun(cluster, plan, text => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(start):mm\\:ss} {text}"));
        try
        {
            var report = await run.RunAsync();
            Console.Write(MillionTable.Write(report));
            return report.Faults.Count == 0 ? 0 : 1;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
