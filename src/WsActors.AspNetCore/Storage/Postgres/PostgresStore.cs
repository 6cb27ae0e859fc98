using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Keeps the logs of durable topics in PostgreSQL. Requests are spread over lanes, each with a connection of its own; a topic or a bucket stays in
/// its lane.
/// </summary>
internal sealed class PostgresStore : IHistoryStore, IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly PostgresLane[] _lanes;
    private readonly PostgresUpkeep _upkeep;
    private int _isDisposed;

    /// <param name="database">The database, which is closed with the store.</param>
    /// <param name="state">The state for health checks.</param>
    /// <param name="telemetry">Counts requests and sizes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log for operators.</param>
    public PostgresStore(PostgresDatabase database, StorageState state, ServerTelemetry telemetry, TimeProvider time, ILogger<PostgresStore> log)
    {
        _database = database;
        var health = new PostgresHealth(database, state, telemetry.Storage, time, log);
        if (database.Fault is { } fault)
            health.Note(fault);
        else
            health.Recover();
        health.ReportSetBack();
        _lanes = [.. Enumerable.Range(0, database.Settings.PostgresConnections).Select(_ => new PostgresLane(database, health))];
        _upkeep = new PostgresUpkeep(database, health);
    }

    public void Submit(StorageRequest request) =>
        LaneOf(request.Fence?.Bucket ?? request.Topic.GetHashCode()).Submit(request, take: null);

    public void TakeOver(TakeBucket request) => LaneOf(request.Bucket).Submit(request: null, request);

    /// <summary>Carries out the submitted requests and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;

        await Task.WhenAll(_lanes.Select(lane => lane.StopAsync()));
        await _upkeep.DisposeAsync();
        await _database.DisposeAsync();
    }

    private PostgresLane LaneOf(int number) => _lanes[(uint)number % (uint)_lanes.Length];
}
