namespace WsActors.Publishing.Wire;

/// <summary>The answer to a batch.</summary>
internal sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);
