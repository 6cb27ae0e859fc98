namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Decides whether <c>history.db</c> holds everything that the last run of the server has sent to clients. Only then may its topics
/// keep their epochs, because with an unchanged epoch a returning client would not notice that its offsets belong to other messages.
/// </summary>
internal static class Continuity
{
    /// <summary>Compares the record in the file with the mark next to it.</summary>
    /// <param name="record">The record in the file; null if the file is new or older than these records.</param>
    /// <param name="mark">The mark next to the file; null if none can be read.</param>
    /// <param name="isRestored">True if the operator has marked the directory as restored.</param>
    /// <param name="lostCommits">Finished commits that the disk has lost.</param>
    /// <returns>The reason for doubt, as the end of a sentence; null if the file is complete.</returns>
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
