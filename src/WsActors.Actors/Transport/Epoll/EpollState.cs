namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// What the owner of a connection and the reactor have to know of each other, in one word that both change atomically.
/// The owner waits, receives, stalls and closes; the reactor marks and flushes.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its transport.</remarks>
internal struct EpollState
{
    /// <summary>There may be something to receive: nothing has shown yet that there is not.</summary>
    private const int Readable = 1;

    /// <summary>The peer has ended or reset the stream: behind the bytes that are here there is one thing more, and no edge will tell.</summary>
    private const int Ended = 2;

    /// <summary>The owner waits to be told that it can receive.</summary>
    private const int Awaited = 4;

    /// <summary>The kernel did not take all of a send: the rest is the reactor's.</summary>
    private const int Stalled = 8;

    /// <summary>The reactor uses the descriptor.</summary>
    private const int Flushing = 16;

    private const int Closed = 32;

    private int _flags;

    /// <summary>Of a connection that was never looked at.</summary>
    public static EpollState New => new() { _flags = Readable };

    /// <summary>Asked by the owner, who alone closes.</summary>
    public readonly bool IsClosed => (_flags & Closed) != 0;

    /// <summary>The owner waits.</summary>
    /// <returns>False where it need not: there may be something to receive already.</returns>
    public bool TryAwait()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _flags);
            if ((seen & (Readable | Ended)) != 0)
                return false;
            if (Interlocked.CompareExchange(ref _flags, seen | Awaited, seen) == seen)
                return true;
        }
    }

    /// <summary>An edge was reported.</summary>
    /// <returns>Whether the owner waits for it: it is to be told now, and only now.</returns>
    public bool Mark(bool isEnd)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _flags);
            var marked = (seen | Readable | (isEnd ? Ended : 0)) & ~Awaited;
            if (Interlocked.CompareExchange(ref _flags, marked, seen) == seen)
                return (seen & Awaited) != 0;
        }
    }

    /// <summary>
    /// Before a receive, so that an edge that comes meanwhile is not taken for one that was there before: at worst, a
    /// receive too many finds nothing.
    /// </summary>
    /// <returns>Whether the stream is known to end.</returns>
    public bool BeginReceive() => (Interlocked.And(ref _flags, ~(Readable | Ended)) & Ended) != 0;

    /// <summary>After a receive that has not shown that there is nothing more: no edge will come for what was here before.</summary>
    public void LeaveReadable(bool ends) => Interlocked.Or(ref _flags, ends ? Readable | Ended : Readable);

    /// <summary>The owner lets the reactor send.</summary>
    public void Stall() => Interlocked.Or(ref _flags, Stalled);

    /// <summary>The reactor sends. Once the owner has closed, it must not.</summary>
    public bool TryBeginFlush()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _flags);
            if ((seen & (Stalled | Closed)) != Stalled)
                return false;
            if (Interlocked.CompareExchange(ref _flags, seen | Flushing, seen) == seen)
                return true;
        }
    }

    /// <summary>The reactor lets go.</summary>
    /// <returns>Whether the owner has closed meanwhile: then the descriptor is to be closed here.</returns>
    public bool EndFlush(bool isStalled) =>
        (Interlocked.And(ref _flags, ~(isStalled ? Flushing : Flushing | Stalled)) & Closed) != 0;

    /// <summary>The owner closes.</summary>
    /// <returns>Whether the descriptor is to be closed here; otherwise the reactor uses it, and closes it when it lets go.</returns>
    public bool Close() => (Interlocked.Or(ref _flags, Closed) & (Flushing | Closed)) == 0;
}
