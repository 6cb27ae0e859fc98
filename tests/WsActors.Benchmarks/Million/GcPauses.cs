namespace WsActors.Benchmarks.Million;

/// <summary>
/// Watches the collector's pauses from a thread of its own, which they stop as they stop all others: what the total has
/// grown by when it runs again is one pause, or two that followed within 2 ms.
/// </summary>
internal sealed class GcPauses : IDisposable
{
    private readonly Thread _watcher;
    private readonly TimeSpan _before = GC.GetTotalPauseDuration();
    private readonly int _collectionsBefore = GC.CollectionCount(0);
    private readonly int _fullBefore = GC.CollectionCount(2);
    private volatile bool _isOver;

    public GcPauses()
    {
        _watcher = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.Highest };
        _watcher.Start();
    }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Total { get; private set; }

    public int Collections { get; private set; }

    public int FullCollections { get; private set; }

    public void Dispose()
    {
        _isOver = true;
        _watcher.Join();
        Total = GC.GetTotalPauseDuration() - _before;
        Collections = GC.CollectionCount(0) - _collectionsBefore;
        FullCollections = GC.CollectionCount(2) - _fullBefore;
    }

    private void Watch()
    {
        var last = _before;
        while (!_isOver)
        {
            Thread.Sleep(1);
            var total = GC.GetTotalPauseDuration();
            if (total - last > Longest)
                Longest = total - last;
            last = total;
        }
    }
}
