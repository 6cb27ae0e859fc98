using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Some publishers in an open loop, with topics of their own and one request under way each, so that the order of each topic is
/// known. What has become due meanwhile goes out in one batch. Every request is sent a second time, which must add nothing.
/// </summary>
internal sealed class KeyedProducer(Scenario scenario, KeyedPublisher publisher, TopicPlan plan, IReadOnlyList<TopicJournal> journals, ViolationLog violations, Action<Action> post)
{
    private readonly int _publishers = Math.Max(1, scenario.Publishers);
    private readonly Lock _lock = new();
    private int _begun;
    private int _published;
    private long _repeated;
    private TimeSpan _longestDelay;

    /// <summary>Publications that were acknowledged.</summary>
    public int Published => Volatile.Read(ref _published);

    /// <summary>Publications that were sent again although they had been acknowledged.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>The longest that a publication was behind its time when it was acknowledged.</summary>
    public TimeSpan LongestDelay
    {
        get
        {
            lock (_lock)
            {
                return _longestDelay;
            }
        }
    }

    /// <summary>Publishes at the scenario's rate.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public Task RunAsync(TimeSpan duration) => RunAsync((int)(duration.TotalSeconds * scenario.Rate), scenario.Rate);

    /// <summary>Publishes so many as fast as the server takes them.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public Task PublishAllAsync(int count) => RunAsync(count, double.PositiveInfinity);

    private async Task RunAsync(int count, double rate)
    {
        var (first, start) = (_begun, Stopwatch.GetTimestamp());
        _begun += count;
        await Task.WhenAll(Enumerable.Range(0, _publishers).Select(publisher => PublishAsync(publisher, first, count, rate, start)));
    }

    // Publication n goes to topic n modulo topics, and is the affair of publisher n modulo publishers, which divides the topics.
    private async Task PublishAsync(int index, int first, int count, double rate, long start)
    {
        int[] mine = [.. Enumerable.Range(first, count).Where(number => number % _publishers == index)];
        for (var done = 0; done < mine.Length;)
        {
            var due = Math.Min((long)(Stopwatch.GetElapsedTime(start).TotalSeconds * Math.Min(rate, int.MaxValue)) + 1, count);
            var end = done;
            while (end < mine.Length && end - done < scenario.Batch && mine[end] - first < due)
                end++;
            if (end == done)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
                continue;
            }

            var dueAt = TimeSpan.FromSeconds((mine[done] - first) / rate);
            await PublishAsync(mine[done..end]);
            done = end;
            NoteDelay(Stopwatch.GetElapsedTime(start) - dueAt);
        }
    }

    private async Task PublishAsync(int[] numbers)
    {
        Note(numbers, await publisher.PublishAsync(numbers));
        if (scenario.Repeat)
        {
            var again = await publisher.PublishAsync(numbers);
            Note(numbers, again);
            Interlocked.Add(ref _repeated, numbers.Length);
            foreach (var answer in again.Where(answer => !answer.IsRepeated))
                violations.Add(ViolationKind.Repeated, Violation.Publisher, "a repeated request to be recognised", $"offset {answer.Offset} as if it were new");
        }

        Interlocked.Add(ref _published, numbers.Length);
    }

    private void NoteDelay(TimeSpan delay)
    {
        lock (_lock)
        {
            _longestDelay = delay > _longestDelay ? delay : _longestDelay;
        }
    }

    private void Note(int[] numbers, Acknowledgement[] answers) => post(() =>
    {
        for (var i = 0; i < answers.Length; i++)
            journals[numbers[i] % plan.Topics].Acknowledge(answers[i].Epoch, answers[i].Offset, numbers[i] / plan.Topics);
    });
}
