namespace WsActors.AspNetCore.Storage;

/// <summary>The traces of a killed process or machine. Everything that was acknowledged is still there.</summary>
/// <param name="RecoveredPages">Pages of its last commits that were in the write-ahead log only.</param>
/// <param name="CutBytes">Bytes of an unfinished commit, which was not acknowledged.</param>
/// <param name="LostCommits">Finished commits that the disk has lost.</param>
internal sealed record UncleanStop(int RecoveredPages, long CutBytes, int LostCommits);
