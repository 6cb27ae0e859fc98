namespace WsActors.Server.Storage;

/// <summary>
/// True if a store that was full has room again. A write that fits proves nothing: small ones fit where larger ones do not, and
/// SQLite's log of writes takes some on a disk without room.
/// </summary>
internal static class StorageRoom
{
    /// <summary>As much as one commit of one topic may take.</summary>
    private const long Wanted = 1024 * 1024;

    /// <summary>True if both the disk and the file's limit leave room for a large commit, or an eighth of the limit where that is less.</summary>
    public static bool IsEnough(HistoryDatabase database)
    {
        var wanted = Math.Min(Wanted, database.Settings.MaxBytes / 8);
        return database.FreeBytes >= wanted && FreeOnDisk(database.Settings.Directory) >= wanted;
    }

    private static long FreeOnDisk(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
