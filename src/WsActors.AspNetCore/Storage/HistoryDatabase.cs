using Microsoft.Data.Sqlite;
using SQLitePCL;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// The SQLite database of durable topics. Its write-ahead log is synced at each commit, and the file is locked for this process.
/// Used by one thread at a time.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    public const string FileName = "history.db";

    /// <summary>The name of an empty file with which an operator marks the directory as restored from a backup.</summary>
    public const string RestoredFileName = "restored";

    private const string Key = "WsActors:Storage:Directory";

    private readonly string _path;
    private HistoryRun? _run;

    private HistoryDatabase(string path, StorageSettings settings)
    {
        _path = path;
        Settings = settings;
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,

            // A process that holds the lock keeps it, so waiting longer than a second does not help.
            DefaultTimeout = 1,
        }.ConnectionString);
    }

    public StorageSettings Settings { get; }

    public SqliteConnection Connection { get; }

    /// <summary>The unfinished work of the last process, if it did not stop cleanly.</summary>
    public UncleanStop? UncleanStop { get; private set; }

    /// <summary>The reason why every topic continues with a new epoch; null if they keep their epochs.</summary>
    public string? SetBack => _run?.Doubt;

    /// <summary>Bytes by which the file may still grow.</summary>
    public long FreeBytes =>
        (Number("PRAGMA max_page_count") - Number("PRAGMA page_count") + Number("PRAGMA freelist_count")) * HistorySchema.PageSize;

    /// <summary>Size of the file on disk in bytes.</summary>
    public long Length => LengthOf(_path) + LengthOf(_path + "-wal");

    /// <summary>Opens the file, or creates it.</summary>
    /// <exception cref="StorageException">The disk is full or fails.</exception>
    /// <exception cref="InvalidConfigurationException">The file cannot be used for any other reason.</exception>
    public static HistoryDatabase Open(StorageSettings settings)
    {
        HistoryDatabase? database = null;
        try
        {
            Directory.CreateDirectory(settings.Directory);
            database = new HistoryDatabase(Path.Combine(settings.Directory, FileName), settings);
            database.Open();
            return database;
        }
        catch (Exception fault) when (StorageException.IsOfDisk(fault))
        {
            database?.Dispose();
            throw new StorageException(StorageException.FaultOf(fault));
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException or InvalidConfigurationException)
        {
            database?.Dispose();
            throw fault as InvalidConfigurationException
                ?? new InvalidConfigurationException($"{Key} is \"{settings.Directory}\": {Explain(fault)}", fault);
        }
    }

    public void Dispose()
    {
        _run?.Dispose();
        Connection.Dispose();
    }

    /// <summary>Runs an action in a transaction. After an exception the caller rolls it back.</summary>
    /// <param name="write">The action.</param>
    /// <param name="isCounted">True if its loss must be detected, because clients are informed of its content.</param>
    public void Write(Action write, bool isCounted)
    {
        _run!.EnsureBegun();
        Execute("BEGIN IMMEDIATE");
        write();
        if (isCounted)
            _run.Count();
        Execute("COMMIT");
        if (isCounted)
            _run.Counted();
    }

    /// <summary>Writes and syncs the mark next to the file.</summary>
    /// <returns>The reason of a failure, or null.</returns>
    public string? RenewMark() => _run!.RenewMark();

    public void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, Connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns the single number that a query yields.</summary>
    public long Number(string sql)
    {
        using var command = new SqliteCommand(sql, Connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Rolls back the transaction, unless SQLite has done so.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    private void Open()
    {
        var left = WriteAheadLog.Read(_path + "-wal");
        Connection.Open();
        Execute(HistorySchema.Pragmas);
        Execute($"PRAGMA max_page_count = {Settings.MaxBytes / HistorySchema.PageSize}");
        Execute("BEGIN EXCLUSIVE; COMMIT");
        var version = Number("PRAGMA user_version");
        if (version == 0)
            Execute($"BEGIN; {HistorySchema.Tables} COMMIT");
        else if (version != HistorySchema.Version)
            throw new InvalidConfigurationException(
                Key, Settings.Directory, $"{FileName} there is of version {version}, and this program knows version {HistorySchema.Version}");

        if (left.Pages > 0)
            UncleanStop = Recover(left);
        _run = HistoryRun.Begin(this, UncleanStop?.LostCommits ?? 0);
    }

    // SQLite recovers at its first read.
    private UncleanStop Recover(WriteAheadLog left)
    {
        var recovered = Checkpoint() ?? left.Pages;
        var lost = left.CommitsBehind(recovered);
        return new UncleanStop(recovered, left.BytesBehind(recovered), lost > 1 ? lost : 0);
    }

    /// <summary>Moves the pages of the write-ahead log into the file.</summary>
    /// <returns>The number of pages in the log; null if the disk has no room for them, in which case they stay in the log.</returns>
    private int? Checkpoint()
    {
        try
        {
            using var command = new SqliteCommand("PRAGMA wal_checkpoint(PASSIVE)", Connection);
            using var row = command.ExecuteReader();
            return row.Read() ? Math.Max(row.GetInt32(1), 0) : 0;
        }
        catch (SqliteException fault) when (StorageException.IsOfDisk(fault))
        {
            return null;
        }
    }

    private static string Explain(Exception fault) => fault switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            $"another process uses {FileName} there. Stop it, or give each its own directory",
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } =>
            $"{FileName} there is damaged. Restore it from a backup, or move its files away: durable topics then start without history",
        SqliteException failed => $"it cannot be used (SQLite error {failed.SqliteExtendedErrorCode}): {failed.Message}. It must be writable for this process",
        _ => $"{fault.Message} It must be a directory that is writable for this process",
    };

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
