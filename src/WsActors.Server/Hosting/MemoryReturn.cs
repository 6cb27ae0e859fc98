using WsActors.Actors.Telemetry;

namespace WsActors.Server.Hosting;

/// <summary>
/// Returns memory to the system after a storm or an attack. First a background collection, which does not pause the node, shows how much
/// is in use. If that is little, a second collection returns the free memory, which pauses the node for about 100 ms.
/// </summary>
internal sealed partial class MemoryReturn(ServerTelemetry telemetry, TimeProvider time, ILogger<MemoryReturn> log) : BackgroundService
{
    // A plain connection takes a tenth of this, one over TLS twice as much.
    private const long BytesPerConnection = 16 * 1024;

    private const long MostAlive = 512L * 1024 * 1024;

    // After 18,000 clients some 30 MB are free, a fifth of the whole process. The pause is the shorter the less is alive.
    private const long LeastFree = 8L * 1024 * 1024;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly FreedMemory _freed = new();
    private long _allocated;
    private long _ended;
    private int _collectionsBefore = int.MaxValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var looks = new PeriodicTimer(BetweenLooks, time);
        var started = time.GetTimestamp();
        try
        {
            while (await looks.WaitForNextTickAsync(stoppingToken))
                Look(time.GetElapsedTime(started));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Look(TimeSpan now)
    {
        var figures = telemetry.Figures;
        var held = (telemetry.Connections.Total * BytesPerConnection) + figures.OutboxBytes + telemetry.Inbound.HeldBytes;
        var (ended, allocated) = (telemetry.Connections.Ended, GC.GetTotalAllocatedBytes());
        var isDue = _freed.IsDue(now, held, (ended - _ended) * BytesPerConnection, allocated - _allocated);
        (_ended, _allocated) = (ended, allocated);
        if (isDue)
            CollectInBackground();
        else if (GC.CollectionCount(GC.MaxGeneration) > _collectionsBefore)
            GiveBack();
    }

    private void CollectInBackground()
    {
        _collectionsBefore = GC.CollectionCount(GC.MaxGeneration);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    private void GiveBack()
    {
        _collectionsBefore = int.MaxValue;
        var before = GC.GetGCMemoryInfo(GCKind.Any);
        var alive = GC.GetTotalMemory(forceFullCollection: false);
        if (alive > MostAlive || before.TotalCommittedBytes - alive < LeastFree)
            return;

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var given = (before.TotalCommittedBytes - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes) >> 20;
        LogGivenBack(given);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Returned {Megabytes} MB of memory to the system")]
    private partial void LogGivenBack(long megabytes);
}
