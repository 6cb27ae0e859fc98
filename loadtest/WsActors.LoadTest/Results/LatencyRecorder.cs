using System.Diagnostics;
using HdrHistogram;

namespace WsActors.LoadTest.Results;

/// <summary>Latencies of the whole load and of each second of it. Safe on any thread.</summary>
internal sealed class LatencyRecorder
{
    private const long LongestMicroseconds = 10L * 60 * 1_000_000;

    // Clients and publishers have threads of their own.
    private readonly Lock _turn = new();
    private readonly LongHistogram _all = new(1, LongestMicroseconds, 3);
    private readonly LongHistogram _second = new(1, LongestMicroseconds, 2);
    private readonly List<SecondOfLoad> _seconds = [];
    private long _startedAt;
    private long _nextSecond;
    private long _lastAt;
    private bool _runs;

    /// <summary>Forgets what was, and begins.</summary>
    public void Start(long now)
    {
        lock (_turn)
        {
            _all.Reset();
            _second.Reset();
            _seconds.Clear();
            _startedAt = _lastAt = now;
            _nextSecond = now + Stopwatch.Frequency;
            _runs = true;
        }
    }

    /// <param name="since">When the message was to be sent.</param>
    /// <param name="now">When it was read.</param>
    public void Record(long since, long now)
    {
        var microseconds = Math.Clamp((now - since) * 1_000_000 / Stopwatch.Frequency, 1, LongestMicroseconds);
        lock (_turn)
        {
            if (!_runs)
                return;

            _all.RecordValue(microseconds);
            _second.RecordValue(microseconds);
            _lastAt = now;
        }
    }

    public void Tick(long now)
    {
        lock (_turn)
        {
            if (!_runs || now < _nextSecond)
                return;

            CloseSecond(now);
            _nextSecond += Stopwatch.Frequency;
        }
    }

    /// <summary>Ends the recording.</summary>
    public LatencyReport Finish(long now)
    {
        lock (_turn)
        {
            if (_runs)
                CloseSecond(now);

            _runs = false;
            return LatencyReport.Of(_all, _seconds, (_lastAt - _startedAt) / (double)Stopwatch.Frequency);
        }
    }

    private void CloseSecond(long now)
    {
        var count = _second.TotalCount;
        _seconds.Add(new SecondOfLoad(
            (now - _startedAt) / (double)Stopwatch.Frequency,
            count,
            count == 0 ? 0 : _second.GetValueAtPercentile(50),
            count == 0 ? 0 : _second.GetValueAtPercentile(99),
            count == 0 ? 0 : _second.GetMaxValue()));
        _second.Reset();
    }
}
