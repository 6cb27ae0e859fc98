namespace WsActors.Server.Storage;

/// <summary>How <c>history.db</c> is set up, and its tables.</summary>
internal static class HistorySchema
{
    /// <summary>The tables' version, in <c>user_version</c>.</summary>
    public const long Version = 1;

    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    // The log of writes begins anew once its pages are in the file; it may have grown larger while the disk was busy.
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

    // A row for what was published together, under the number of the last of it: four times faster than one for each message.
    // "last" may lag behind the newest batch, as long as there is one: so an append writes that row and no other.
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
