namespace WsActors.Client.Core;

/// <summary>The times at which something is due. It has no clock: each input says what time it is.</summary>
internal sealed class Timers
{
    // Entries of timers that were cancelled or set anew stay until their time.
    private readonly PriorityQueue<CoreTimer, long> _queue = new();

    /// <summary>Milliseconds since the client was made.</summary>
    public long Now { get; private set; }

    /// <summary>The time at which <see cref="Advance"/> is needed, or null.</summary>
    public long? Next
    {
        get
        {
            while (_queue.TryPeek(out var timer, out var due))
            {
                if (timer.Due == due)
                    return due;
                _queue.Dequeue();
            }

            return null;
        }
    }

    public void Add(CoreTimer timer, long due) => _queue.Enqueue(timer, due);

    /// <summary>Moves the time, and runs what is due.</summary>
    public void Advance(long now)
    {
        Now = Math.Max(Now, now);
        while (Next <= Now)
            _queue.Dequeue().Run();
    }
}
