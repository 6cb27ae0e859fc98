namespace WsActors.Server.Storage;

/// <summary>The last process was killed, or the machine was. What was acknowledged is there all the same.</summary>
/// <param name="RecoveredPages">Pages of its last commits that were in the log of writes only.</param>
/// <param name="CutBytes">Bytes of a commit that it could not finish: nobody was told of it.</param>
/// <param name="LostCommits">Finished commits that cannot be read any more; the disk has lost them.</param>
internal sealed record UncleanStop(int RecoveredPages, long CutBytes, int LostCommits);
