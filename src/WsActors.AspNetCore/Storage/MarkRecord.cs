namespace WsActors.AspNetCore.Storage;

/// <summary>The content of a <see cref="ContinuityMark"/>.</summary>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Commits">The least number of commits in <c>history.db</c> when the mark was written.</param>
/// <param name="IsOriginal">True if the file is the one that the server created, and not a copy.</param>
internal sealed record MarkRecord(string Run, long Commits, bool IsOriginal);
