using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Some publishers in an open loop, with topics of their own and one request under way each, so that the order of each topic is
/// known. What has become due meanwhile goes out in one batch. Every request is sent a second time, which must add nothing.
/// </summary>
internal sealed class KeyedProducer(Scenario scenario, KeyedPublisher publisher, TopicPlan plan, IReadOnlyList<TopicJournal> journals, ViolationLog violations, Action<Action> post, Waits? waits = null)
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
    public Task RunAsync(TimeSpan duration) => RunAsync((int)(duration.TotalSeconds * scenario.Rate), scenario.Rate, CancellationToken.None);

    /// <summary>Publishes at the scenario's rate until it is stopped; what has begun by then is still acknowledged. Nothing can be published after it.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public Task RunUntilAsync(CancellationToken stop) => RunAsync(int.MaxValue - _begun - plan.Topics, scenario.Rate, stop);

    /// <summary>Publishes so many as fast as the server takes them.</summary>
    /// <exception cref="IOException">The server does not take it.</exception>
    public Task PublishAllAsync(int count) => RunAsync(count, double.PositiveInfinity, CancellationToken.None);

    private async Task RunAsync(int count, double rate, CancellationToken stop)
    {
        var (first, start) = (_begun, Stopwatch.GetTimestamp());
        _begun += count;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(Enumerable.Range(0, _publishers).Select(async publisher =>
        {
            try
            {
                await PublishAsync(publisher, first, count, rate, start, failed.Token);
            }
            catch
            {
                // The run has failed; without the others it ends soon.
                await failed.CancelAsync();
                throw;
            }
        }));
    }

    // Publication n goes to topic n modulo topics, and is the affair of publisher n modulo publishers, which divides the topics.
    private async Task PublishAsync(int index, int first, int count, double rate, long start, CancellationToken stop)
    {
        var next = index - (first % _publishers);
        for (next = next < 0 ? next + _publishers : next; next < count && !stop.IsCancellationRequested;)
        {
            var dueAt = TimeSpan.FromSeconds(next / rate);
            var early = dueAt - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
            {
                // In a few hundred milliseconds, so that it sees that it is to stop.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(early.TotalMilliseconds, 1, 200)), CancellationToken.None);
                continue;
            }

            // The next one is due, however its time was rounded.
            var due = Math.Max(next + 1, Math.Min((long)(Stopwatch.GetElapsedTime(start).TotalSeconds * Math.Min(rate, int.MaxValue)) + 1, count));
            var numbers = new List<int>();
            for (; next < due && numbers.Count < scenario.Batch; next += _publishers)
                numbers.Add(first + next);
            await PublishAsync([.. numbers]);
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

    private void Note(int[] numbers, Acknowledgement[] answers)
    {
        var now = Stopwatch.GetTimestamp();
        post(() =>
        {
            for (var i = 0; i < answers.Length; i++)
            {
                var (topic, number) = (numbers[i] % plan.Topics, numbers[i] / plan.Topics);
                journals[topic].Acknowledge(answers[i].Epoch, answers[i].Offset, number);
                waits?.Accepted(topic, number, now);
            }
        });
    }
}
