using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// One producer: it publishes to the topics in turn. Unless its window counts answers, it never has two requests under way, so
/// that each topic's order is known, and what is due at the same time goes out in one batch.
/// </summary>
internal sealed class Producer(
    Scenario scenario, uint run, TopicPlan plan, PublicationLog publications, IPayload payload, IPublisher client, ViolationLog violations) : IDisposable
{
    // How soon it sees that it is to stop.
    private static readonly TimeSpan Attention = TimeSpan.FromMilliseconds(20);

    // A client that received something wrong may have been closed, and what it misses never comes. The run has failed by then.
    private static readonly TimeSpan TimeoutAfterViolation = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _window = new(0);

    /// <summary>Publications that the server told to another number of subscribers than there are.</summary>
    public int MiscountedPublications { get; private set; }

    /// <summary>The first of them.</summary>
    public string FirstMiscount { get; private set; } = "";

    /// <summary>A publication has reached everyone. Safe on any thread.</summary>
    public void OnPublicationDone() => _window.Release();

    public void Dispose() => _window.Dispose();

    /// <summary>Publishes as the scenario says, until so many or so long; 0 is no bound.</summary>
    public Task RunAsync(int count, TimeSpan duration, CancellationToken stop) =>
        scenario.IsOpenLoop ? OnThreadOfItsOwn(() => RunOpenLoop(count, duration, stop)) : RunClosedLoopAsync(count, duration, stop);

    /// <summary>Keeps so many publications under way: each that has reached everyone, or is answered, makes room for another.</summary>
    public Task RunClosedLoopAsync(int count, TimeSpan duration, CancellationToken stop) => OnThreadOfItsOwn(() =>
    {
        if (scenario.CountsAnswers)
            RunAnswered(count, duration, stop);
        else
            RunClosedLoop(count, duration, stop);
    });

    private static Task OnThreadOfItsOwn(Action run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void RunClosedLoop(int count, TimeSpan duration, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var free = scenario.InFlight;
        for (var published = 0; !IsOver(published, count, start, duration, stop);)
        {
            while (_window.Wait(0, CancellationToken.None))
                free++;

            if (free < (scenario.Waves ? scenario.InFlight : 1))
            {
                if (!AwaitDone())
                    return;

                free++;
                continue;
            }

            var batch = Math.Min(free, count > 0 ? count - published : free);
            free -= batch;
            published += batch;
            Publish(Enumerable.Repeat(Stopwatch.GetTimestamp(), batch));
        }

        // Whoever runs next begins with an empty window.
        while (free < scenario.InFlight && AwaitDone())
            free++;
    }

    // The answers open the window, and the producer waits for the deliveries only at the end.
    private void RunAnswered(int count, TimeSpan duration, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var work = new AnsweredPublications(
            scenario, plan, publications, begun => !IsOver(begun, count, start, duration, stop), Prepare, CompareSubscribers);
        using var fleet = new PublisherFleet(scenario.PublishUrl is { } url ? [url] : scenario.Admins, scenario.InFlight, inFlight: 1, scenario.Timeout);
        fleet.Run(work);
        for (var left = work.Begun; left > 0 && AwaitDone();)
            left--;
    }

    // Each publication has its time, and its latency counts from there even if we or the server are late: a server that
    // stalls is charged for everything that it kept waiting (no coordinated omission).
    private void RunOpenLoop(int count, TimeSpan duration, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var gap = Stopwatch.Frequency / scenario.Rate;
        for (var published = 0; !IsOver(published, count, start, duration, stop);)
        {
            var due = (int)Math.Min(((Stopwatch.GetTimestamp() - start) / gap) + 1, count > 0 ? count : int.MaxValue) - published;
            if (due <= 0)
            {
                Pause.Until(start + (long)Math.Ceiling(published * gap), atMost: Attention);
                continue;
            }

            var first = published;
            published += due;
            Publish(Enumerable.Range(first, due).Select(number => start + (long)(number * gap)));
        }
    }

    // Waits until one more publication has reached everyone.
    private bool AwaitDone()
    {
        var start = Stopwatch.GetTimestamp();
        while (!_window.Wait(Attention, CancellationToken.None))
        {
            if (Stopwatch.GetElapsedTime(start) > (violations.Count > 0 ? TimeoutAfterViolation : scenario.Timeout))
                return false;
        }

        return true;
    }

    private static bool IsOver(int published, int count, long start, TimeSpan duration, CancellationToken stop) =>
        stop.IsCancellationRequested || (count > 0 && published >= count) ||
        (duration > TimeSpan.Zero && Stopwatch.GetElapsedTime(start) >= duration);

    private void Publish(IEnumerable<long> times)
    {
        foreach (var batch in times.Chunk(client.MaxBatch))
        {
            var messages = batch.Select(Prepare).ToArray();
            var told = client.Publish([.. messages.Select(message => (plan.Names[message.Topic], message.Payload))]);
            for (var i = 0; i < messages.Length; i++)
                CompareSubscribers(messages[i].Topic, told[i]);
        }
    }

    private PreparedPublication Prepare(long sentAt)
    {
        var topic = publications.Count % plan.Topics;
        var number = publications.Add(sentAt, plan.SubscribersOf(topic));
        if (plan.SubscribersOf(topic) == 0)
            OnPublicationDone();

        return new PreparedPublication(number, topic, payload.Make(new Marker(run, topic, number / plan.Topics, number)));
    }

    private void CompareSubscribers(int topic, int? told)
    {
        if (told is null || told == plan.SubscribersOf(topic))
            return;

        if (MiscountedPublications++ == 0)
            FirstMiscount = $"{plan.Names[topic]}: {told} instead of {plan.SubscribersOf(topic)}";
    }
}
