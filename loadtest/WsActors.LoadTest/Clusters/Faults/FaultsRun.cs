using System.Diagnostics;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;

namespace WsActors.LoadTest.Clusters.Faults;

/// <summary>Does one fault after the other to a cluster while publications go on, and measures what is noticed of each.</summary>
internal sealed class FaultsRun(ReturningContext context, ServerCluster cluster, FaultPlan plan, Action<FaultReport> done)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly List<FaultReport> _reports = [];

    // What was missing while only some of the nodes were replaced.
    private string? _missing;

    /// <summary>The reports of the faults.</summary>
    public IReadOnlyList<FaultReport> Reports => _reports;

    /// <summary>Publishes, and judges what all clients and the logs have in the end.</summary>
    public async Task RunAsync()
    {
        using var over = new CancellationTokenSource();
        var producing = context.Producer.RunUntilAsync(over.Token);
        try
        {
            await DoAllAsync(producing);
        }
        finally
        {
            await over.CancelAsync();
            await producing;
        }

        context.Run.Display.Phase("waiting for the last messages");
        var isComplete = await context.UntilCompleteAsync();
        var audited = await context.FinishAsync();
        Check(isComplete, audited);
    }

    private async Task DoAllAsync(Task producing)
    {
        await DoAsync("none", () => Task.Delay(plan.Calm), producing);
        foreach (var fault in plan.Faults)
        {
            if (WhyNot(fault) is { } why)
                Add(new FaultReport { Fault = NameOf(fault), Skipped = why });
            else if (_reports.TrueForAll(report => report.Unrecovered is null))
                await DoAsync(await DescribeAsync(fault), () => DoAsync(fault, producing), producing);
            else
                Add(new FaultReport { Fault = NameOf(fault), Skipped = "the cluster has not recovered from the fault before" });
        }
    }

    // A fault counts until all nodes see each other, every topic takes publications, and every client has what was accepted by then.
    private async Task DoAsync(string name, Func<Task> fault, Task producing)
    {
        // After the last fault, the node that was away has no clients.
        context.Run.Fleet.SpreadAgain();
        await context.UntilCaughtUpAsync(plan.LongestRecovery);
        context.Run.Display.Phase(name);
        await TakeWaitsAsync();
        var (before, start) = (FaultCounts.Of(context, cluster), Stopwatch.GetTimestamp());
        await Task.WhenAny(fault(), producing).Unwrap();
        var ended = Stopwatch.GetTimestamp();
        context.Run.Display.Phase($"{name}: recovering");
        var missing = _missing ?? await UntilRecoveredAsync(producing);
        var recovery = Stopwatch.GetElapsedTime(ended);
        await context.Run.Fleet.AskAsync(_ =>
        {
            foreach (var reading in context.Clients.Readings)
                reading.JudgeSoFar();
            return true;
        });
        Add(FaultCounts.Of(context, cluster).Since(before) with
        {
            Fault = name,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            RecoverySeconds = missing is null ? recovery.TotalSeconds : null,
            Unrecovered = missing,
            Waits = await TakeWaitsAsync(),
        });
    }

    private async Task<string?> UntilRecoveredAsync(Task producing)
    {
        if (await cluster.UntilWholeAsync(plan.LongestRecovery) is { } missing)
            return missing;

        var whole = Stopwatch.GetTimestamp();
        while (!await context.Run.Fleet.AskAsync(_ => context.Clients.Waits.AllAcceptedSince(whole)))
        {
            if (producing.IsCompleted)
                await producing;
            if (Stopwatch.GetElapsedTime(whole) > plan.LongestRecovery)
                return "some topics take no publications";

            await Task.Delay(Step);
        }

        return await context.UntilCaughtUpAsync(plan.LongestRecovery);
    }

    private async Task DoAsync(FaultKind fault, Task producing)
    {
        switch (fault)
        {
            case FaultKind.Kill: await EndAsync(VictimOf(fault), LinuxCalls.SigKill, plan.Away); break;
            case FaultKind.Terminate: await EndAsync(VictimOf(fault), LinuxCalls.SigTerm, plan.Away); break;
            case FaultKind.Partition: await SeparateAsync(VictimOf(fault)); break;
            case FaultKind.Stop: await StopAsync(cluster.Nodes[VictimOf(fault)]); break;
            case FaultKind.Rolling: await ReplaceAllAsync(server: null, producing); break;
            case FaultKind.Upgrade: await ReplaceAllAsync(plan.NextServer, producing); break;
            case FaultKind.Downgrade: await ReplaceAllAsync(cluster.Server, producing); break;
            case FaultKind.Database: await RestartDatabaseAsync(plan.DatabaseRestart!); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault");
        }
    }

    private async Task EndAsync(int node, int signal, TimeSpan away)
    {
        await cluster.Nodes[node].StopAsync(signal);
        await Task.Delay(away);
        cluster.Nodes[node].Resume();
    }

    private async Task SeparateAsync(int node)
    {
        cluster.Network.Separate(node);
        await Task.Delay(plan.Partition);
        cluster.Network.Rejoin(node);
    }

    private async Task StopAsync(ServerNode node)
    {
        node.Signal(LinuxCalls.SigStop);
        await Task.Delay(plan.Stop);
        node.Signal(LinuxCalls.SigContinue);
    }

    // After each node everything has to be as before, so that two builds work together for a while.
    private async Task ReplaceAllAsync(string? server, Task producing)
    {
        for (var node = 0; node < cluster.Nodes.Count && _missing is null; node++)
        {
            await cluster.Nodes[node].StopAsync(LinuxCalls.SigTerm);
            cluster.Resume(node, server);
            if (await UntilRecoveredAsync(producing) is { } missing)
                _missing = $"after the restart of node {node}, {missing}";
        }
    }

    private static async Task RestartDatabaseAsync(string command)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
            throw new IOException($"{command}: exit code {shell.ExitCode}");
    }

    // The first node begins the cluster when it is started, so it is the one that is separated.
    private int VictimOf(FaultKind fault) => plan.Node ?? fault switch
    {
        FaultKind.Partition => 0,
        FaultKind.Terminate => cluster.Nodes.Count - 1,
        _ => 1 % cluster.Nodes.Count,
    };

    private string? WhyNot(FaultKind fault) => fault switch
    {
        FaultKind.Partition => cluster.Network.WhyInseparable,
        FaultKind.Database when plan.DatabaseRestart is null => "no PostgreSQL is configured",
        FaultKind.Upgrade or FaultKind.Downgrade when plan.NextServer is null => "there is no other build of the server",
        _ => null,
    };

    private async Task<string> DescribeAsync(FaultKind fault)
    {
        if (fault is FaultKind.Rolling or FaultKind.Database or FaultKind.Upgrade or FaultKind.Downgrade)
            return NameOf(fault);

        var victim = VictimOf(fault);
        var homes = (await cluster.ViewOfAsync(victim))?.Homes ?? new Dictionary<string, int>();
        var share = homes.Count == 0 ? "" : $", home to {homes.GetValueOrDefault(cluster.NameOf(victim))} of {homes.Values.Sum()} buckets";
        return $"{NameOf(fault)} of node {victim}{share}";
    }

    private string NameOf(FaultKind fault) => fault switch
    {
        FaultKind.Kill => "SIGKILL",
        FaultKind.Terminate => "SIGTERM",
        FaultKind.Partition => $"{plan.Partition.TotalSeconds} s partition",
        FaultKind.Stop => $"{plan.Stop.TotalSeconds} s SIGSTOP",
        FaultKind.Rolling => "rolling restart",
        FaultKind.Upgrade => "upgrade",
        FaultKind.Downgrade => "downgrade",
        _ => "restart of PostgreSQL",
    };

    private Task<Checking.WaitFigures> TakeWaitsAsync() => context.Run.Fleet.AskAsync(_ => context.Clients.Waits.Take());

    private void Add(FaultReport report)
    {
        _reports.Add(report);
        done(report);
    }

    private void Check(bool isComplete, long audited)
    {
        var (report, published, totals) = (context.Report, context.Producer.Published, context.Clients.Totals);
        var unrecovered = _reports.Find(one => one.Unrecovered is not null);
        report.Check("the cluster recovers from each fault", unrecovered is null, unrecovered is null ? "yes" : $"{unrecovered.Fault}: {unrecovered.Unrecovered}");
        report.Check("every client has read to the end", isComplete, isComplete ? "all" : "some have not");
        report.Check(
            "the logs hold what was acknowledged, once", audited == published || context.Scenario.AllowGaps, $"{audited} messages, {published} acknowledged publications");
        report.Check(
            "nothing is announced as missing",
            context.Scenario.AllowGaps || totals is { Gaps: 0, IncompleteRecoveries: 0 },
            $"{totals.Gaps} gaps of {totals.GapMessages} messages, {totals.IncompleteRecoveries} incomplete recoveries");
        var unasked = cluster.Ends.Where(end => end is { WasAsked: true, ExitCode: not (0 or 128 + LinuxCalls.SigKill) }).ToArray();
        report.Check("SIGTERM ends nodes with exit code 0", unasked.Length == 0, unasked.Length == 0 ? "yes" : string.Join(", ", unasked.Select(end => $"node {end.Node}: {end.ExitCode}")));
    }
}
