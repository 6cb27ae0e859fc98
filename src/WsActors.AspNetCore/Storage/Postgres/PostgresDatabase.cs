using System.Globalization;
using Npgsql;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// The database of durable topics. If it cannot be reached at the start, the node starts nevertheless, and the tables are made with the first
/// connection. Thread-safe.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // Without a cluster, the process that started last is the owner. "taken" never falls, unless a backup is restored.
    private const string Take =
        """
        UPDATE wsactors.store SET taken = greatest(taken, $1) + 1, owner = greatest(taken, $1) + 1, written = pg_current_xact_id()::text::bigint
        RETURNING owner
        """;

    private const string Share =
        "UPDATE wsactors.store SET owner = 0, written = pg_current_xact_id()::text::bigint WHERE owner <> 0";

    // All statements find few rows by their keys. The planner would scan whole tables while it has not seen them grow, and keeps such plans.
    private const string PlanByKeys =
        """
        SELECT set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
            set_config('enable_mergejoin', 'off', false), set_config('jit', 'off', false)
        """;

    private readonly NpgsqlDataSource _source;
    private readonly bool _isShared;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isPrepared;
    private long _owner;
    private volatile string? _setBack;

    private PostgresDatabase(StorageSettings settings, bool isShared)
    {
        Settings = settings;
        _isShared = isShared;
        _source = PostgresSource.Of(settings);
        Name = PostgresSource.NameOf(_source);
        Count = new TopicCount(settings);
    }

    public StorageSettings Settings { get; }

    /// <summary>The database in words, without its password.</summary>
    public string Name { get; }

    /// <summary>The number of topics.</summary>
    public TopicCount Count { get; }

    /// <summary>The reason why the database could not be used at the start; null if it could.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>The value of <c>wsactors.store.owner</c> under which this process may write; 0 for the nodes of a cluster.</summary>
    public long Owner => Volatile.Read(ref _owner);

    /// <summary>Connects, and makes or migrates the tables.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isShared">True for a node of a cluster, whose rights are the terms of its buckets.</param>
    /// <exception cref="InvalidConfigurationException">The database cannot be used for a reason that does not pass.</exception>
    public static async Task<PostgresDatabase> OpenAsync(StorageSettings settings, bool isShared = false)
    {
        var database = new PostgresDatabase(settings, isShared);
        try
        {
            using var limit = new CancellationTokenSource(settings.PostgresTimeout);
            await using var connection = await database.ConnectAsync(limit.Token).WaitAsync(settings.PostgresTimeout * 2);
            await database.Count.MeasureAsync(connection, limit.Token);
        }
        catch (Exception fault) when (PostgresFaults.IsOutage(fault))
        {
            database.Fault = fault;
        }
        catch (Exception fault)
        {
            await database.DisposeAsync();
            throw fault as InvalidConfigurationException
                ?? new InvalidConfigurationException(PostgresSource.Key, database.Name, PostgresFaults.Explain(fault));
        }

        return database;
    }

    /// <summary>Opens a connection to a database whose tables are there and whose epochs hold.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken until)
    {
        var connection = await _source.OpenConnectionAsync(until);
        try
        {
            await SetUpAsync(connection, until);
            await PrepareAsync(connection, until);
            if (await PostgresContinuity.CheckAsync(connection, until) is { } reason)
                _setBack = reason;
            await KeepOwnerAsync(connection, until);
            return connection;
        }
        catch (Exception fault)
        {
            if (PostgresFaults.IsOfMissingTables(fault))
                _isPrepared = false;
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives every topic a new epoch for a reason that the caller knows.</summary>
    public async Task SetBackAsync(NpgsqlConnection connection, string reason, CancellationToken until)
    {
        await PostgresContinuity.SetBackAsync(connection, reason, until);
        _setBack = reason;
    }

    /// <summary>Returns the reason for which the epochs were changed since the last call; null if they were not.</summary>
    public string? TakeSetBack() => Interlocked.Exchange(ref _setBack, null);

    /// <summary>The tables may be gone, so the next connection looks for them.</summary>
    public void LookAgain() => _isPrepared = false;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _preparing.Dispose();
    }

    // A session that this process has given up must not hold its locks for longer than others wait for them. And an answer means that the
    // publication is on the disk.
    private async Task SetUpAsync(NpgsqlConnection connection, CancellationToken until)
    {
        var limit = ((long)Settings.PostgresTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using var batch = new NpgsqlBatch(connection)
            .Add("SELECT set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $1, false)", limit)
            .Add(PlanByKeys)
            .Add("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
        await batch.ExecuteNonQueryAsync(until);
        if (await connection.ScalarAsync("SELECT pg_is_in_recovery()", until) is true)
            throw new StorageException(new StorageFault(StorageFault.InputOutput, "PostgreSQL there is a standby, which takes no writes"));
    }

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken until)
    {
        if (_isPrepared)
            return;

        await _preparing.WaitAsync(until);
        try
        {
            if (_isPrepared)
                return;

            await PostgresSchema.EnsureAsync(connection, Name, until);
            await TakeAsync(connection, until);
            _isPrepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private Task TakeAsync(NpgsqlConnection connection, CancellationToken until) => connection.TransactAsync(async () =>
    {
        await connection.ExecuteAsync(Sql.Lock, until, Sql.StoreLock);

        // Before the row is written: a restored dump is recognised by who has written it.
        if (await PostgresContinuity.CheckWithinAsync(connection, until) is { } reason)
            _setBack = reason;
        if (_isShared)
            await connection.ExecuteAsync(Share, until);
        else
            Volatile.Write(ref _owner, (long)(await connection.ScalarAsync(Take, until, Owner))!);
    }, until);

    // An owner that is older than this process can only come from a backup that was restored meanwhile.
    private async Task KeepOwnerAsync(NpgsqlConnection connection, CancellationToken until)
    {
        if (!_isShared && await connection.ScalarAsync("SELECT owner FROM wsactors.store", until) is long owner && owner < Owner)
            await TakeAsync(connection, until);
    }
}
