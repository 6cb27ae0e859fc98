using Microsoft.Data.Sqlite;
using SQLitePCL;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Storage;

/// <summary>A request of a durable topic that cannot be carried out, and why.</summary>
internal sealed class StorageException(StorageFault fault) : Exception(fault.Message)
{
    public StorageFault Fault { get; } = fault;

    /// <summary>Any fault in the words of those who asked. The causes are SQLite's result codes (sqlite.org/rescode.html).</summary>
    public static StorageFault FaultOf(Exception exception) => exception switch
    {
        StorageException refused => refused.Fault,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new StorageFault(
            StorageFault.Full, "the histories of durable topics have no room: free the disk, or raise WsActors:Storage:MaxBytes"),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => new StorageFault(
            StorageFault.Damaged, "the histories of durable topics are damaged: restore WsActors:Storage:Directory from a backup, or move its files away"),
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN } failed => new StorageFault(
            StorageFault.InputOutput, $"the disk of durable topics fails (SQLite error {failed.SqliteExtendedErrorCode}): see the server's log"),
        _ => new StorageFault(StorageFault.Internal, "the store of durable topics failed: see the server's log"),
    };
}
