using System.CommandLine;
using System.Text.Json;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>
/// The command <c>cluster crowd</c>, which <c>cluster million</c> runs once for each node, because a process may not open enough files for all
/// clients. It obeys lines on its input, answers each <c>report</c> with a line of JSON, and ends with its input.
/// </summary>
internal sealed class CrowdCommand
{
    /// <summary>Writes what the clients have seen.</summary>
    public const string Report = "report";

    /// <summary>Connects no more clients.</summary>
    public const string Halt = "halt";

    private readonly Option<string> _url = new("--url") { Description = "Where the clients connect", Required = true };
    private readonly Option<int> _connections = new("--connections") { Description = "Clients", Required = true };
    private readonly Option<int> _first = new("--first") { Description = "The number of the first client" };
    private readonly Option<int> _groups = new("--groups") { Description = "Groups of clients, each with a topic", DefaultValueFactory = _ => 1000 };
    private readonly Option<uint> _run = new("--run") { Description = "The number of the run in its payloads" };

    /// <summary>The command for the command line.</summary>
    public Command Command()
    {
        var command = new Command("crowd", "Connects clients for \"cluster million\".") { Hidden = true };
        foreach (var option in new Option[] { _url, _connections, _first, _groups, _run })
            command.Options.Add(option);
        command.SetAction((line, _) => RunAsync(line));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line)
    {
        var scenario = new Scenario
        {
            Url = line.GetRequiredValue(_url),
            Connections = line.GetValue(_connections),
            Connecting = 20,
            HandshakeTimeout = TimeSpan.FromMinutes(1),
        };
        OpenFilesLimit.Ensure(scenario.Connections);
        var plan = new TopicPlan(topics: 0, perConnection: 0, scenario.Connections);
        var (deliveries, violations) = (new CrowdDeliveries(line.GetValue(_run)), new ViolationLog());
        using var fleet = new Fleet(scenario, Target.Of(scenario), plan, deliveries, violations, new CrowdDialect(scenario, plan, line.GetValue(_first), line.GetValue(_groups)));
        fleet.Connect(0, scenario.Connections);
        while (await Console.In.ReadLineAsync() is { } order)
        {
            if (order == Halt)
                fleet.ConnectNoMore();
            else if (order == Report)
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await ReportAsync(fleet, deliveries, violations)));
        }

        return violations.Count == 0 ? 0 : 1;
    }

    private static Task<CrowdReport> ReportAsync(Fleet fleet, CrowdDeliveries deliveries, ViolationLog violations) => fleet.AskAsync(clients =>
    {
        var ready = clients.Where(client => client.State == ClientState.Ready).Select(client => client.Received).DefaultIfEmpty();
        return new CrowdReport
        {
            Ready = fleet.Figures.Ready,
            LastReadyAt = fleet.Figures.LastReadyAt,
            Memory = Environment.WorkingSet,
            Publications = deliveries.Publications,
            FewestReceived = ready.Min(),
            MostReceived = ready.Max(),
            Faults = violations.Count + deliveries.Strays,
            Refusals = new Dictionary<string, long>(fleet.Figures.Refusals),
        };
    });
}
