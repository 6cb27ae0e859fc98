namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// The state that a connection's owner and the reactor share, in one word that both change atomically.
/// The owner waits, receives, stalls and closes; the reactor marks and flushes.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its transport.</remarks>
internal struct EpollState
{
    /// <summary>True if there may be something to receive: no receive has shown the contrary.</summary>
    private const int Readable = 1;

    /// <summary>The peer has ended or reset the stream: the end follows the bytes that have arrived, and no edge will report it.</summary>
    private const int Ended = 2;

    /// <summary>The owner waits for readability.</summary>
    private const int Awaited = 4;

    /// <summary>The kernel did not take all of a send; the reactor sends the rest.</summary>
    private const int Stalled = 8;

    /// <summary>The reactor uses the descriptor.</summary>
    private const int Flushing = 16;

    private const int Closed = 32;

    private int _flags;

    /// <summary>The state of a new connection.</summary>
    public static EpollState New => new() { _flags = Readable };

    /// <summary>Read by the owner, which alone closes.</summary>
    public readonly bool IsClosed => (_flags & Closed) != 0;

    /// <summary>The owner waits.</summary>
    /// <returns>False if it need not wait, because there may be something to receive already.</returns>
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
    /// <returns>True if the owner waits for it and must be notified now, and only now.</returns>
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
    /// Called before a receive, so that an edge that comes during it is not taken for an earlier one: at worst, one receive finds
    /// nothing.
    /// </summary>
    /// <returns>True if the stream is known to end.</returns>
    public bool BeginReceive() => (Interlocked.And(ref _flags, ~(Readable | Ended)) & Ended) != 0;

    /// <summary>Called after a receive that may have left bytes: no edge will come for those.</summary>
    public void LeaveReadable(bool ends) => Interlocked.Or(ref _flags, ends ? Readable | Ended : Readable);

    /// <summary>The owner hands a send to the reactor.</summary>
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

    /// <summary>The reactor no longer uses the descriptor.</summary>
    /// <returns>True if the owner has closed meanwhile, and the caller must close the descriptor.</returns>
    public bool EndFlush(bool isStalled) =>
        (Interlocked.And(ref _flags, ~(isStalled ? Flushing : Flushing | Stalled)) & Closed) != 0;

    /// <summary>The owner closes.</summary>
    /// <returns>True if the caller must close the descriptor; otherwise the reactor uses it, and closes it afterwards.</returns>
    public bool Close() => (Interlocked.Or(ref _flags, Closed) & (Flushing | Closed)) == 0;
}
