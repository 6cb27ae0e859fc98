namespace WsActors.AspNetCore.Storage;

/// <summary>The record in <c>history.db</c> of the run that wrote it last.</summary>
/// <param name="Run">The random name of that run.</param>
/// <param name="Previous">The run before it. Its mark may still be next to the file if this run ended while it began.</param>
/// <param name="Commits">Commits since the file was created.</param>
internal sealed record RunRecord(string Run, string Previous, long Commits);
