namespace WsActors.Server.Storage;

/// <summary>The content of a <see cref="ContinuityMark"/>.</summary>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Commits">Commits that <c>history.db</c> held at least when it was written.</param>
/// <param name="IsOriginal">Whether the file is the one that the server made, and no copy of it.</param>
internal sealed record MarkRecord(string Run, long Commits, bool IsOriginal);
