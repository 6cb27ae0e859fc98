using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// One producer in an open loop, with one request under way, so that the order of each topic is known. What has become due
/// meanwhile goes out in one batch. Every request is sent a second time, which must add nothing.
/// </summary>
internal sealed class KeyedProducer(Scenario scenario, KeyedPublisher publisher, TopicPlan plan, IReadOnlyList<TopicJournal> journals, ViolationLog violations, Action<Action> post)
{
    private int _published;

    /// <summary>Publications that were acknowledged.</summary>
    public int Published => Volatile.Read(ref _published);

    /// <summary>Publications that were sent again although they had been acknowledged.</summary>
    public long Repeated { get; private set; }

    /// <summary>The longest that a publication was behind its time when it was acknowledged.</summary>
    public TimeSpan LongestDelay { get; private set; }

    /// <summary>Publishes at the scenario's rate.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public async Task RunAsync(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var (first, all) = (_published, (int)(duration.TotalSeconds * scenario.Rate));
        while (_published - first < all)
        {
            var due = Math.Min((int)(Stopwatch.GetElapsedTime(start).TotalSeconds * scenario.Rate) + 1, all) - (_published - first);
            if (due <= 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
                continue;
            }

            var dueAt = TimeSpan.FromSeconds((_published - first) / scenario.Rate);
            await PublishAsync(Math.Min(due, scenario.Batch));
            LongestDelay = TimeSpan.FromTicks(Math.Max(LongestDelay.Ticks, (Stopwatch.GetElapsedTime(start) - dueAt).Ticks));
        }
    }

    /// <summary>Publishes so many as fast as the server takes them.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public async Task PublishAllAsync(int count)
    {
        for (var rest = count; rest > 0; rest -= Math.Min(rest, scenario.Batch))
            await PublishAsync(Math.Min(rest, scenario.Batch));
    }

    private async Task PublishAsync(int count)
    {
        var first = _published;
        Note(first, await publisher.PublishAsync(first, count));
        if (scenario.Repeat)
        {
            var again = await publisher.PublishAsync(first, count);
            Note(first, again);
            Repeated += count;
            foreach (var answer in again.Where(answer => !answer.IsRepeated))
                violations.Add(ViolationKind.Repeated, Violation.Publisher, "a repeated request to be recognised", $"offset {answer.Offset} as if it were new");
        }

        Volatile.Write(ref _published, first + count);
    }

    private void Note(int first, Acknowledgement[] answers) => post(() =>
    {
        for (var i = 0; i < answers.Length; i++)
        {
            var number = first + i;
            journals[number % plan.Topics].Acknowledge(answers[i].Epoch, answers[i].Offset, number / plan.Topics);
        }
    });
}
