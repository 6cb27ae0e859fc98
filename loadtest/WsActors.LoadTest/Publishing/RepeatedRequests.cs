using System.Diagnostics;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Publishing;

/// <summary>Each connection repeats a request of its own until so many have begun or the time is over.</summary>
/// <param name="requests">The request of each connection.</param>
/// <param name="most">How many to begin; 0: no bound.</param>
/// <param name="duration">How long to begin more; zero: no bound.</param>
/// <param name="latency">Receives the time from request to answer.</param>
internal sealed class RepeatedRequests(byte[][] requests, long most, TimeSpan duration, LatencyRecorder latency) : IPublisherWork
{
    private const int Accepted = 200;

    private readonly Dictionary<int, long> _refusals = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _begun;

    /// <summary>Requests that were answered.</summary>
    public long AnswerCount { get; private set; }

    /// <summary>Requests that were answered with acceptance.</summary>
    public long AcceptedCount => AnswerCount - _refusals.Values.Sum();

    /// <summary>Answers that were no acceptance, by status.</summary>
    public IReadOnlyDictionary<int, long> Refusals => _refusals;

    public byte[]? Next(int connection, long now)
    {
        if ((most > 0 && _begun >= most) || (duration > TimeSpan.Zero && Stopwatch.GetElapsedTime(_start, now) >= duration))
            return null;

        _begun++;
        return requests[connection];
    }

    public void Answered(int connection, int status, ReadOnlySpan<byte> answer, long begunAt)
    {
        AnswerCount++;
        var now = Stopwatch.GetTimestamp();
        latency.Record(begunAt, now);
        latency.Tick(now);
        if (status != Accepted)
            _refusals[status] = _refusals.GetValueOrDefault(status) + 1;
    }
}
