using Microsoft.Data.Sqlite;
using SQLitePCL;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage;

/// <summary>A request of a durable topic that failed, with its cause.</summary>
internal sealed class StorageException(StorageFault fault) : Exception(fault.Message)
{
    // errno(3): EIO, ENOSPC, EDQUOT.
    private const int DiskFailed = 5;
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    public StorageFault Fault { get; } = fault;

    /// <summary>True if the disk is full or fails, which may end without a change of settings.</summary>
    public static bool IsOfDisk(Exception exception) => exception switch
    {
        StorageException => true,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => true,
        SqliteException { SqliteExtendedErrorCode: raw.SQLITE_IOERR_READ or raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_TRUNCATE } => true,
        IOException { HResult: DiskFailed or NoSpace or OverQuota } => true,
        _ => false,
    };

    /// <summary>Converts any exception. The causes are SQLite's result codes (sqlite.org/rescode.html).</summary>
    public static StorageFault FaultOf(Exception exception) => exception switch
    {
        StorageException refused => refused.Fault,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } or IOException { HResult: NoSpace or OverQuota } => new StorageFault(
            StorageFault.Full, "the histories of durable topics have no room: free the disk, or raise WsActors:Storage:MaxBytes"),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => new StorageFault(
            StorageFault.Damaged, "the histories of durable topics are damaged: restore WsActors:Storage:Directory from a backup, or move its files away"),
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN } failed => new StorageFault(
            StorageFault.InputOutput, $"the disk of durable topics fails (SQLite error {failed.SqliteExtendedErrorCode}): see the server's log"),
        IOException failed => new StorageFault(StorageFault.InputOutput, $"the disk of durable topics fails: {failed.Message}"),
        InvalidConfigurationException refused => new StorageFault(StorageFault.InputOutput, refused.Message),
        _ => new StorageFault(StorageFault.Internal, "the store of durable topics failed: see the server's log"),
    };
}
