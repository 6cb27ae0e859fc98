using System.Diagnostics;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>
/// Clients die one after the other while publications go on: after their subscription by a reset and by the end of the
/// stream, as <c>kill -9</c> does, and in the middle of the handshake. Nothing of them may stay in the server.
/// </summary>
internal static class KillRun
{
    public static async Task RunAsync(RunContext context, PushRun push)
    {
        var before = await context.Metrics.ReadAsync();
        using var enough = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var load = push.LoadAsync(enough.Token);
        context.Display.Phase($"killing {context.Scenario.Kills} clients under publications");
        var killed = await KillAsync(context);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await enough.CancelAsync();
        await load;

        context.Report.Check("all victims could connect and were killed", killed == context.Scenario.Kills, $"{killed} of {context.Scenario.Kills}");
        await CheckServerAsync(context, before, killed, seconds);
    }

    private static async Task<int> KillAsync(RunContext context)
    {
        var (victim, figures) = (context.Scenario.AllConnections - 1, context.Fleet.Figures);
        var others = figures.Ready;
        for (var i = 0; i < context.Scenario.Kills; i++)
        {
            var begun = figures.Begun;
            context.Fleet.Connect(victim, 1);
            var dies = i % 3 == 2 ? (Func<bool>)(() => figures.Begun > begun) : () => figures.Ready > others;
            if (!await context.UntilAsync(() => dies() || context.Violations.Count > 0, () => figures.Begun) || context.Violations.Count > 0)
                return i;

            context.Fleet.Cut(victim, 1, reset: i % 3 != 1);
            await context.Fleet.AskAsync(_ => true);
        }

        return context.Scenario.Kills;
    }

    private static async Task CheckServerAsync(RunContext context, MetricsPage? before, int killed, double seconds)
    {
        if (before?.Sum("wsactors_connections") is not { } connections || before.Sum("wsactors_subscriptions") is not { } subscriptions)
        {
            context.Report.Check("the server's counts can be read", false, "no wsactors_connections in /metrics");
            return;
        }

        var start = Stopwatch.GetTimestamp();
        var after = await context.Metrics.UntilAsync(
            page => page.Sum("wsactors_connections") == connections && page.Sum("wsactors_subscriptions") == subscriptions, context.Scenario.Timeout);
        var (connectionsAfter, subscriptionsAfter) = (after?.Sum("wsactors_connections"), after?.Sum("wsactors_subscriptions"));
        context.Report.Kill = new KillReport(
            killed, Math.Round(seconds, 2), connections, connectionsAfter, subscriptions, subscriptionsAfter, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));
        context.Report.Check("the server's connections are what they were", connectionsAfter == connections, $"{connections} before, {connectionsAfter} after");
        context.Report.Check("the server's subscriptions are what they were", subscriptionsAfter == subscriptions, $"{subscriptions} before, {subscriptionsAfter} after");
    }
}
