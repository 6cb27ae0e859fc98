namespace WsActors.Actors.Heaviest;

/// <summary>
/// The heaviest keys of the last minute and of the present one, by messages and by bytes, from a sample of the traffic. Thread-safe.
/// </summary>
/// <param name="sampledOneIn">Each event that is noted stands for so many.</param>
/// <param name="time">The clock.</param>
internal sealed class TrafficWindows<TKey>(int sampledOneIn, TimeProvider time)
    where TKey : IEquatable<TKey>
{
    // More than anybody looks at. The error of a key is at most a five-hundredth of the whole traffic.
    private const int Capacity = 500;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private Window _last = new(TimeSpan.Zero, TimeSpan.Zero);
    private Window _present = new(TimeSpan.Zero, TimeSpan.Zero);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    public void Note(TKey key, long messages, long bytes)
    {
        lock (_lock)
        {
            Turn();
            if (messages > 0)
                _present.Messages.Add(key, messages * sampledOneIn);
            if (bytes > 0)
                _present.Bytes.Add(key, bytes * sampledOneIn);
        }
    }

    /// <summary>The heaviest keys of the last full minute; in the first minute, of the time so far.</summary>
    public TopTraffic<TKey> Top(bool byBytes, int count)
    {
        lock (_lock)
        {
            Turn();
            var (window, length) = _last.Length > TimeSpan.Zero ? (_last, _last.Length) : (_present, Now - _present.StartedAt);
            var keys = byBytes ? window.Bytes : window.Messages;
            return new TopTraffic<TKey>(keys.Top(count), keys.Total, length);
        }
    }

    private void Turn()
    {
        var (now, end) = (Now, _present.StartedAt + Length);
        if (now < end)
            return;

        // After a silent minute, the last one was empty.
        _last = now < end + Length ? _present with { Length = Length } : new Window(now - Length, Length);
        _present = new Window(now, TimeSpan.Zero);
    }

    private sealed record Window(TimeSpan StartedAt, TimeSpan Length)
    {
        public HeaviestKeys<TKey> Messages { get; } = new(Capacity);

        public HeaviestKeys<TKey> Bytes { get; } = new(Capacity);
    }
}
