using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>What the runs work with whose clients come back, and what they have in common.</summary>
internal sealed class ReturningContext(RunContext run, uint number, TopicPlan plan, ReturningClients clients, KeyedPublisher publisher, TopicsApi topics)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    // Time for a second copy of the last messages to show itself.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(500);

    private long[] _begins = [];

    public RunContext Run => run;

    public Scenario Scenario => run.Scenario;

    public RunReport Report => run.Report;

    public TopicPlan Plan => plan;

    public ReturningClients Clients => clients;

    public KeyedPublisher Publisher => publisher;

    public TopicsApi Topics => topics;

    public KeyedProducer Producer { get; } = new(run.Scenario, publisher, plan, clients.Journals, run.Violations, run.Fleet.Post, clients.Waits);

    /// <summary>Notes where the topics' logs stand before anything is published.</summary>
    /// <exception cref="UsageException">They do not keep what is to be published.</exception>
    public async Task BeginAsync()
    {
        _begins = new long[plan.Topics];
        for (var topic = 0; topic < plan.Topics; topic++)
        {
            var (_, offset, keeps) = await topics.GetAsync(plan.Names[topic]);
            if (keeps == 0)
                throw new UsageException($"{plan.Names[topic]} keeps no history: start the server with a rule that does, as in loadtest/lossless.sh");

            _begins[topic] = offset;
        }
    }

    /// <summary>Waits until every client has everything that was acknowledged, or until nothing has come for the scenario's timeout.</summary>
    public async Task<bool> UntilCompleteAsync()
    {
        var (last, movedAt) = (clients.Totals.Deliveries, Stopwatch.GetTimestamp());
        while (!await run.Fleet.AskAsync(_ => clients.Readings.All(reading => reading.IsComplete)))
        {
            if (clients.Totals.Deliveries != last)
                (last, movedAt) = (clients.Totals.Deliveries, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(movedAt) > Scenario.Timeout)
                return false;

            await Task.Delay(Step);
        }

        return true;
    }

    /// <summary>Waits until every client has what is acknowledged by now, while more may be published.</summary>
    /// <returns>What is missing in the end; null: nothing.</returns>
    public async Task<string?> UntilCaughtUpAsync(TimeSpan atMost)
    {
        var start = Stopwatch.GetTimestamp();
        var ends = await run.Fleet.AskAsync(_ => clients.Journals.ToDictionary(journal => journal, journal => (journal.Epoch, Last: journal.Epoch is { } epoch ? journal.LastOffset(epoch) : 0)));
        while (true)
        {
            var missing = await run.Fleet.AskAsync(_ => clients.Readings.Count(reading => ends[reading.Journal] is ({ } epoch, var last) && !reading.HasRead(epoch, last)));
            if (missing == 0 && run.Fleet.Figures.Ready == Scenario.Connections)
                return null;
            if (Stopwatch.GetElapsedTime(start) > atMost)
                return $"{missing} subscriptions of clients are behind, {run.Fleet.Figures.Ready} of {Scenario.Connections} clients are connected";

            await Task.Delay(Step);
        }
    }

    /// <summary>Nothing more is published: judges every reading, and the logs.</summary>
    /// <returns>Messages of the logs that were held against the acknowledgements.</returns>
    public async Task<long> FinishAsync()
    {
        await Task.Delay(Aftermath);
        await run.Fleet.AskAsync(_ =>
        {
            foreach (var reading in clients.Readings)
                reading.Finish();
            return true;
        });

        // The journals are the fleet's, but it has nothing to note in them any more.
        long audited = 0;
        for (var topic = 0; topic < plan.Topics; topic++)
            audited += await topics.AuditAsync(clients.Journals[topic], number, _begins[topic], run.Violations);

        return audited;
    }
}
