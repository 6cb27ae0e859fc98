namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Decides whether a store that was full has room again. A successful write is no proof, because a small one may fit where a larger
/// one does not, and SQLite's write-ahead log accepts some on a full disk.
/// </summary>
internal static class StorageRoom
{
    /// <summary>Largest size of a commit of one topic.</summary>
    private const long Wanted = 1024 * 1024;

    /// <summary>
    /// Returns true if the disk and the file's limit leave room for a large commit, or for an eighth of the limit if that is less.
    /// </summary>
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
