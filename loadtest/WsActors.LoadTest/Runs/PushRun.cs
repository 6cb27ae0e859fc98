using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>Publications reach every subscriber, exactly once and in order, while other things may go on.</summary>
internal sealed class PushRun(
    RunContext context, TopicPlan plan, PublicationLog publications, DeliveryLedger ledger, LatencyRecorder latency, Producer producer, TopicsApi topics)
{
    // Time for a second copy of the last publications to show itself.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(500);

    // For what was published before a refusal. How much of it was accepted is not known.
    private static readonly TimeSpan TimeoutAfterRefusal = TimeSpan.FromSeconds(2);

    private bool _isRefused;

    public RunContext Context => context;

    /// <summary>Plain mode answers no subscription, so the server is asked whether all of them stand.</summary>
    public async Task AwaitSubscribersAsync()
    {
        if (context.Scenario is not { Mode: ClientMode.Plain, SpeaksWsActors: true })
            return;

        var subscribers = 0;
        var last = plan.Topics - 1;
        for (var topic = 0; topic <= last; topic += Math.Max(1, last))
        {
            var due = Stopwatch.GetTimestamp() + (long)(context.Scenario.Timeout.TotalSeconds * Stopwatch.Frequency);
            while ((subscribers = await topics.SubscribersAsync(plan.Names[topic])) < plan.SubscribersOf(topic) && Stopwatch.GetTimestamp() < due)
                await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Publishes the scenario's warm-up.</summary>
    /// <returns>Whether all of it was accepted.</returns>
    public async Task<bool> WarmUpAsync()
    {
        if (context.Scenario.Warmup == 0)
            return true;

        context.Display.Phase($"warming up with {context.Scenario.Warmup} publications");
        await PublishAsync(() => producer.RunClosedLoopAsync(context.Scenario.Warmup, context.Scenario.Timeout, CancellationToken.None));
        return !_isRefused;
    }

    /// <summary>Publishes and measures, until the scenario's end or until <paramref name="stop"/>.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        var scenario = context.Scenario;
        context.Display.Phase(scenario.IsOpenLoop ? $"publishing {scenario.Rate}/s" : $"publishing, {scenario.InFlight} in flight");
        var (firstNumber, delivered, missed) = (publications.Count, ledger.Delivered, producer.MiscountedPublications);
        var (received, sent) = (context.Fleet.Figures.BytesReceived, context.Fleet.Figures.BytesSent);
        var (server, own) = (await context.Probe.ReadAsync(), Environment.CpuUsage.TotalTime);
        await context.Fleet.AskAsync(_ =>
        {
            latency.Start(Stopwatch.GetTimestamp());
            return true;
        });

        await PublishAsync(() => producer.RunAsync(scenario.Publications, scenario.Duration, stop));
        var expected = ExpectedFrom(firstNumber);
        await context.UntilAsync(() => ledger.Delivered - delivered >= expected || context.Violations.Count > 0, () => ledger.Delivered, _isRefused ? TimeoutAfterRefusal : scenario.Timeout);
        var serverAfter = await context.Probe.ReadAsync();
        var ownAfter = Environment.CpuUsage.TotalTime;
        await Task.Delay(Aftermath, CancellationToken.None);

        var report = await context.Fleet.AskAsync(_ => latency.Finish(Stopwatch.GetTimestamp()));
        var deliveries = ledger.Delivered - delivered;
        context.Report.Latency = report;
        context.Report.Load = new LoadReport
        {
            Publications = publications.Count - firstNumber,
            Expected = expected,
            Deliveries = deliveries,
            Seconds = Math.Round(report.Seconds, 3),
            BytesReceived = context.Fleet.Figures.BytesReceived - received,
            BytesSent = context.Fleet.Figures.BytesSent - sent,
            CountedOnly = await context.Fleet.AskAsync(CountedOnly),
            OtherMessages = context.Fleet.Figures.OtherMessages,
        };
        context.Report.Spent(serverAfter?.CpuSeconds - server?.CpuSeconds, serverAfter?.ResidentBytes, (ownAfter - own).TotalSeconds, deliveries);
        await CheckAsync(expected, deliveries);
        if (scenario is { SpeaksWsActors: true, SlowReaders: 0, Kills: 0 })
        {
            var found = producer.MiscountedPublications - missed;
            context.Report.Check("every publication is told to all subscribers", found == 0, found == 0 ? "all" : $"{found} were not, first {producer.FirstMiscount}");
        }
    }

    /// <summary>Slow readers that are still there have read all there is: each message, or the gap that names it.</summary>
    public Task CheckSlowReadersAsync() => context.Fleet.AskAsync(clients =>
    {
        foreach (var client in clients.Where(client => client is { Role: ClientRole.Slow, IsOpen: true }))
            ledger.CheckEnd(client);
        return true;
    });

    private int CountedOnly(Client[] clients) => context.Scenario.Compress == CompressionOffer.Keep
        ? clients.Count(client => client is { Role: ClientRole.Steady, Inflater: null })
        : 0;

    // A refusal ends the publishing but not the run: what was delivered until then is still judged and reported.
    private async Task PublishAsync(Func<Task> publish)
    {
        try
        {
            await publish();
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            _isRefused = true;
            context.Report.Check("every publication is accepted", holds: false, fault.Message);
        }
    }

    private async Task CheckAsync(long expected, long deliveries)
    {
        await context.Fleet.AskAsync(clients =>
        {
            foreach (var client in clients.Where(client => client.Role == ClientRole.Steady))
                ledger.CheckEnd(client);
            return true;
        });
        context.Report.Check("every publication is delivered", deliveries == expected, $"{deliveries} of {expected}");
    }

    private long ExpectedFrom(int firstNumber)
    {
        long expected = 0;
        for (var number = firstNumber; number < publications.Count; number++)
            expected += plan.SubscribersOf(number % plan.Topics);
        return expected;
    }
}
