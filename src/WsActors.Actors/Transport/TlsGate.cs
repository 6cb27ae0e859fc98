using WsActors.Actors.Runtime;
using WsActors.Protocol.Limits;

namespace WsActors.Actors.Transport;

/// <summary>
/// Limits the TLS handshakes of a listener: how many begin per second, and how many run at once. A running handshake holds some 70 KB,
/// even if its peer is silent. Above the rate, a connection is refused before it costs anything. Above the number, it
/// waits, and the latest is served first: the clients that have waited longest may have given up. Safe on any thread.
/// </summary>
public sealed class TlsGate
{
    /// <summary>Number of concurrent handshakes after which memory is given back to the system: some 20 MB.</summary>
    private const int ManyAtOnce = 256;

    private readonly int _maxAtOnce;
    private readonly RateLimit? _limit;
    private readonly TimeSpan _timeout;
    private readonly NodeClock _clock;
    private readonly ITimer _overdue;
    private readonly Lock _lock = new();
    private readonly LinkedList<TlsTurn> _running = new();
    private readonly LinkedList<TlsTurn> _waiting = new();
    private RateMeter _meter;
    private bool _hadMany;

    /// <param name="maxAtOnce">Maximum number of concurrent handshakes.</param>
    /// <param name="perSecond">Handshakes that may begin per second; 0: no limit.</param>
    /// <param name="timeout">The time that a handshake may run while others wait for its place.</param>
    /// <param name="time">The clock.</param>
    public TlsGate(int maxAtOnce, int perSecond, TimeSpan timeout, TimeProvider time)
    {
        _maxAtOnce = maxAtOnce;
        _limit = RateLimit.Of(perSecond, burst: Math.Max(1, perSecond));
        _timeout = timeout;
        _clock = new NodeClock(time);
        _overdue = time.CreateTimer(static gate => ((TlsGate)gate!).CutOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Handshakes that run now.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running.Count;
        }
    }

    /// <summary>Completes with true when the handshake may begin, and with false when it is refused or over.</summary>
    internal Task<bool> EnterAsync(TlsTurn turn)
    {
        lock (_lock)
        {
            if (turn.IsOver || (_limit is not null && !_meter.TryTake(_limit, _clock.Now, 1, out _)))
                return Task.FromResult(false);

            if (_running.Count >= _maxAtOnce)
                return Wait(turn);

            Begin(turn);
            return Task.FromResult(true);
        }
    }

    /// <summary>Ends a handshake, or the wait for it; the next one may begin.</summary>
    internal void Leave(TlsTurn turn)
    {
        TlsTurn? next;
        lock (_lock)
        {
            turn.IsOver = true;
            if (turn.Node.List is not { } list)
                return;

            list.Remove(turn.Node);
            next = BeginLatest();
            TrimAfterMany();
        }

        turn.Admit(false);
        next?.Admit(true);
    }

    private void Begin(TlsTurn turn)
    {
        turn.BeganAt = _clock.Now;
        _running.AddLast(turn.Node);
        _hadMany |= _running.Count >= ManyAtOnce;
    }

    private void TrimAfterMany()
    {
        if (!_hadMany || _running.Count > 0)
            return;

        _hadMany = false;
        NativeHeap.TrimLater();
    }

    private Task<bool> Wait(TlsTurn turn)
    {
        _waiting.AddLast(turn.Node);
        if (_waiting.Count == 1)
            WakeWhenOldestIsOverdue();
        return turn.AdmittedAsync();
    }

    private TlsTurn? BeginLatest()
    {
        if (_running.Count >= _maxAtOnce || _waiting.Last is not { Value: var latest })
            return null;

        _waiting.Remove(latest.Node);
        Begin(latest);
        return latest;
    }

    private void CutOverdue()
    {
        while (TryCutOldest(out var cut, out var next))
        {
            cut.Cut();
            next?.Admit(true);
        }
    }

    private bool TryCutOldest(out TlsTurn cut, out TlsTurn? next)
    {
        lock (_lock)
        {
            (cut, next) = (_running.First?.Value!, null);
            if (_waiting.Count == 0 || cut is null)
                return false;

            if (_clock.Now - cut.BeganAt < _timeout)
            {
                WakeWhenOldestIsOverdue();
                return false;
            }

            _running.Remove(cut.Node);
            next = BeginLatest();
            return true;
        }
    }

    private void WakeWhenOldestIsOverdue()
    {
        var left = _running.First!.Value.BeganAt + _timeout - _clock.Now;
        _overdue.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
