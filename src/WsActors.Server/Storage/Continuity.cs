namespace WsActors.Server.Storage;

/// <summary>
/// Decides whether <c>history.db</c> holds everything that the last run of the server has told clients. Only then may
/// its topics keep their epochs: under the same epoch, a client that returns would never notice other messages behind
/// the offsets it knows.
/// </summary>
internal static class Continuity
{
    /// <summary>Judges the file by its own record and the mark beside it.</summary>
    /// <param name="record">What the file says; null where it is new or older than these records.</param>
    /// <param name="mark">The mark beside it; null where there is none that can be read.</param>
    /// <param name="isRestored">Whether the operator says that the directory was restored.</param>
    /// <param name="lostCommits">Finished commits that the disk is known to have lost.</param>
    /// <returns>Why it is not certain, as the end of a sentence; null where it is.</returns>
    public static string? Doubt(RunRecord? record, MarkRecord? mark, bool isRestored, int lostCommits) => (record, mark) switch
    {
        _ when isRestored => $"the file \"{HistoryDatabase.RestoredFileName}\" says that the directory was restored",
        _ when lostCommits > 0 => $"the disk has lost {lostCommits} finished commits",
        (null, null) => null,
        (null, _) => "history.db is not the one that the continuity mark belongs to",
        (_, null) => "the continuity mark beside history.db is missing",
        (_, { IsOriginal: false }) => "the continuity mark beside history.db is a copy, so the directory was copied or restored",
        var (file, note) when note.Run != file.Run && note.Run != file.Previous =>
            "history.db was last written by another run of the server than the continuity mark, so it was set back",
        var (file, note) when file.Commits < note.Commits =>
            $"history.db lacks its last {note.Commits - file.Commits} commits, so it was set back",
        _ => null,
    };
}
