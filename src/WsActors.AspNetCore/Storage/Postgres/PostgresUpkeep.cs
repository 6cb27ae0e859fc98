using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Sweeps, measures, and tests a database that has failed, over a connection of its own, so that the node recovers and notices an outage also
/// while nobody publishes.
/// </summary>
internal sealed class PostgresUpkeep : IAsyncDisposable
{
    // What a large commit needs. It is rolled back.
    private const int ProbeBytes = 1024 * 1024;
    private const string Probe = "INSERT INTO wsactors.batches (topic, last, at_ms, records) VALUES (0, 0, 0, $1)";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(30);

    private readonly PostgresDatabase _database;
    private readonly PostgresHealth _health;
    private readonly PostgresSweep _sweep;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private NpgsqlConnection? _connection;
    private long _measuredAt;
    private (long Bytes, long Topics) _reported;
    private bool _isOpened;

    public PostgresUpkeep(PostgresDatabase database, PostgresHealth health)
    {
        _database = database;
        _health = health;
        _sweep = new PostgresSweep(database.Settings);
        if (database.Fault is null)
            Report();
        _measuredAt = health.Time.GetTimestamp();
        _run = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        Drop();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _health.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await AttemptAsync();
        }
        catch (OperationCanceledException)
        {
            // The store stops.
        }
    }

    private async Task AttemptAsync()
    {
        using var limit = new TimeLimit(_database.Settings.PostgresTimeout, _health.Time);
        try
        {
            await limit.RunAsync(RunMaintenanceAsync);
        }
        catch (Exception fault)
        {
            Drop();
            _health.Note(fault);
        }
    }

    private async Task RunMaintenanceAsync(CancellationToken until)
    {
        _connection ??= await _database.ConnectAsync(until);
        var connection = _connection;
        _health.ReportSetBack();
        if (_health.Fault is not null)
            await ProbeAsync(connection, until);
        var forgotten = await _sweep.ContinueAsync(connection, _health.Time.GetUtcNow(), until);
        if (!_isOpened || forgotten > 0 || _health.Time.GetElapsedTime(_measuredAt) >= MeasureInterval)
        {
            await _database.Count.MeasureAsync(connection, until);
            Report();
        }
    }

    private async Task ProbeAsync(NpgsqlConnection connection, CancellationToken until)
    {
        await connection.ExecuteAsync(Sql.Begin, until);
        await connection.ExecuteAsync(Probe, until, new byte[ProbeBytes]);
        await connection.ExecuteAsync("ROLLBACK", until);
        _health.Recover();
    }

    private void Report()
    {
        var count = _database.Count;
        _health.Telemetry.Grew(count.Bytes - _reported.Bytes, count.Topics - _reported.Topics);
        _reported = (count.Bytes, count.Topics);
        _measuredAt = _health.Time.GetTimestamp();
        if (!_isOpened)
            _health.ReportOpened(count.Topics, count.Bytes);
        _isOpened = true;
    }

    private void Drop()
    {
        if (_connection is { } connection)
            _ = Task.Run(async () => await connection.DisposeAsync());
        _connection = null;
    }
}
