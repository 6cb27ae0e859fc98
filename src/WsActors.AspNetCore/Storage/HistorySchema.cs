namespace WsActors.AspNetCore.Storage;

/// <summary>The settings and tables of <c>history.db</c>.</summary>
internal static class HistorySchema
{
    /// <summary>The tables' version, in <c>user_version</c>.</summary>
    public const long Version = 1;

    /// <summary>Size of a page in bytes.</summary>
    public const int PageSize = 4096;

    // The write-ahead log starts again once its pages are in the file. It may have grown while the disk was busy.
    public const string Pragmas =
        """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA cell_size_check = ON;
        """;

    // One row per batch, keyed by the offset of its last message, is four times faster than one row per message.
    // "last" may lag behind the newest batch while there is one, so that an append writes only the batch's row.
    public const string Tables =
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
}
