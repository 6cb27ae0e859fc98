using System.CommandLine;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Speed;

/// <summary>The command <c>cluster speed</c>.</summary>
internal sealed class SpeedCommand
{
    private static readonly string[] AllParts = ["nodes", "replicas", "bytes"];

    private readonly ClusterOptions _cluster = new();
    private readonly Option<string[]> _parts = new("--part") { Description = "nodes, replicas or bytes; none: all", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _runs = new("--runs") { Description = "Runs of each measurement, with a fresh cluster each", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _connections = new("--connections") { Description = "Clients", DefaultValueFactory = _ => 9000 };
    private readonly Option<string> _duration = new("--duration") { Description = "The duration of each load", DefaultValueFactory = _ => "10s" };

    /// <summary>The command for the command line.</summary>
    public Command Command()
    {
        var command = new Command("speed", "Measures deliveries with 1, 2 and 3 nodes, publications with 1, 2 and 3 replicas, and bytes between nodes; prints Markdown tables.");
        _cluster.AddTo(command);
        foreach (var option in new Option[] { _parts, _runs, _connections, _duration })
            command.Options.Add(option);
        command.SetAction((line, _) => RunAsync(line));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line)
    {
        var parts = line.GetValue(_parts) is [_, ..] some ? some : AllParts;
        if (parts.FirstOrDefault(part => !AllParts.Contains(part)) is { } unknown)
            throw new UsageException($"--part is \"{unknown}\": nodes, replicas or bytes");

        var plan = new SpeedPlan
        {
            Runs = line.GetValue(_runs),
            Connections = line.GetValue(_connections),
            Duration = DurationText.TryParse(line.GetValue(_duration), out var duration) ? duration : throw new UsageException($"--duration is \"{line.GetValue(_duration)}\": write 500ms, 30s, 5m or 1h"),
        };
        OpenFilesLimit.Ensure(plan.Connections + 100);
        var run = new SpeedRun(new ClusterLoads(_cluster.PlanOf(line), Console.Error.WriteLine), plan);
        try
        {
            foreach (var part in parts)
                Console.WriteLine(await (part switch { "nodes" => run.NodesAsync(), "replicas" => run.ReplicasAsync(), _ => run.BytesAsync() }));
            return 0;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
