namespace WsActors.Server.Storage;

/// <summary>What <c>history.db</c> says about who wrote it last.</summary>
/// <param name="Run">A random name of that process's run.</param>
/// <param name="Previous">The run before it, whose mark may still stand beside the file if this run ended while it began.</param>
/// <param name="Commits">Commits since the file was made.</param>
internal sealed record RunRecord(string Run, string Previous, long Commits);
