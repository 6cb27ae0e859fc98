namespace WsActors.Benchmarks.Million;

/// <summary>Counts what arrives at all clients together, and says when as much has come as was waited for.</summary>
internal sealed class Arrivals : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly ManualResetEventSlim _reached = new();
    private long _count;
    private long _target = long.MaxValue;

    public long Count => Interlocked.Read(ref _count);

    public void Add()
    {
        if (Interlocked.Increment(ref _count) >= Interlocked.Read(ref _target))
            _reached.Set();
    }

    /// <summary>Waits until so many more have arrived than when <paramref name="start"/> was counted.</summary>
    public void Await(long start, long more)
    {
        _reached.Reset();
        Interlocked.Exchange(ref _target, start + more);
        if (Count < start + more && !_reached.Wait(Timeout))
            throw new TimeoutException($"{Count - start} of {more} arrived within {Timeout}");
        Interlocked.Exchange(ref _target, long.MaxValue);
    }

    public void Dispose() => _reached.Dispose();
}
