using Microsoft.Data.Sqlite;
using SQLitePCL;
using WsActors.Actors.Settings;
using WsActors.Server.Options;

namespace WsActors.Server.Storage;

/// <summary>
/// The file in which durable topics are kept: SQLite with a log of writes that is synced at each commit, locked for this
/// process alone. Used by one thread at a time.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    public const string FileName = "history.db";

    private const string Key = "WsActors:Storage:Directory";
    private const long SchemaVersion = 1;
    private const int PageSize = 4096;

    // The log of writes begins anew once its pages are in the file; it may have grown larger while the disk was busy.
    private const string Pragmas =
        """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA cell_size_check = ON;
        """;

    // A row for what was published together, under the number of the last of it: four times faster than one for each message.
    // "last" may lag behind the newest batch, as long as there is one: so an append writes that row and no other.
    private const string Schema =
        """
        CREATE TABLE topics (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL, last INTEGER NOT NULL,
            keep_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL);
        CREATE TABLE batches (
            topic INTEGER NOT NULL, last INTEGER NOT NULL, records BLOB NOT NULL, PRIMARY KEY (topic, last)) WITHOUT ROWID;
        CREATE TABLE unused (epoch TEXT NOT NULL);
        INSERT INTO unused VALUES (lower(hex(randomblob(6))));
        PRAGMA user_version = 1;
        """;

    private readonly string _path;

    private HistoryDatabase(string path, StorageSettings settings)
    {
        _path = path;
        Settings = settings;
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,

            // Whoever has the lock keeps it: a second is enough to know.
            DefaultTimeout = 1,
        }.ConnectionString);
    }

    public StorageSettings Settings { get; }

    public SqliteConnection Connection { get; }

    /// <summary>What the last process has left unfinished.</summary>
    public UncleanStop? UncleanStop { get; private set; }

    /// <summary>Bytes on disk.</summary>
    public long Length => LengthOf(_path) + LengthOf(_path + "-wal");

    /// <summary>Opens the file, or makes it. What stands in the way is an <see cref="InvalidConfigurationException"/>.</summary>
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
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException or InvalidConfigurationException)
        {
            database?.Dispose();
            throw fault as InvalidConfigurationException
                ?? new InvalidConfigurationException($"{Key} is \"{settings.Directory}\": {Explain(fault)}", fault);
        }
    }

    public void Dispose() => Connection.Dispose();

    public void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, Connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The one number that a query answers.</summary>
    public long Number(string sql)
    {
        using var command = new SqliteCommand(sql, Connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Undoes what was begun, if that has not happened by itself.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    private void Open()
    {
        var left = WriteAheadLog.Read(_path + "-wal");
        Connection.Open();
        Execute(Pragmas);
        Execute($"PRAGMA max_page_count = {Settings.MaxBytes / PageSize}");
        Execute("BEGIN EXCLUSIVE; COMMIT");
        var version = Number("PRAGMA user_version");
        if (version == 0)
            Execute($"BEGIN; {Schema} COMMIT");
        else if (version != SchemaVersion)
            throw new InvalidConfigurationException(
                Key, Settings.Directory, $"{FileName} there is of version {version}, and this program knows version {SchemaVersion}");

        if (left.Pages > 0)
            Recover(left);
    }

    // SQLite has recovered when it first read. Whether a lost commit gave out an offset nobody can tell, so all logs are lost.
    private void Recover(WriteAheadLog left)
    {
        var recovered = Checkpoint();
        var lost = left.CommitsBehind(recovered);
        UncleanStop = new UncleanStop(recovered, left.BytesBehind(recovered), lost > 1 ? lost : 0);
        if (UncleanStop.LostCommits > 0)
            Execute("BEGIN; UPDATE topics SET epoch = lower(hex(randomblob(6))); UPDATE unused SET epoch = lower(hex(randomblob(6))); COMMIT");
    }

    /// <summary>Brings the log of writes into the file.</summary>
    /// <returns>Pages that the log held.</returns>
    private int Checkpoint()
    {
        using var command = new SqliteCommand("PRAGMA wal_checkpoint(PASSIVE)", Connection);
        using var row = command.ExecuteReader();
        return row.Read() ? Math.Max(row.GetInt32(1), 0) : 0;
    }

    private static string Explain(Exception fault) => fault switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            $"another process uses {FileName} there. Stop it, or give each its own directory",
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } =>
            $"{FileName} there is damaged. Restore it from a backup, or move its files away: durable topics then begin anew",
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => "the disk is full",
        SqliteException failed => $"it cannot be used (SQLite error {failed.SqliteExtendedErrorCode}): {failed.Message}. It must be writable for this process",
        _ => $"{fault.Message} It must be a directory that is writable for this process",
    };

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
