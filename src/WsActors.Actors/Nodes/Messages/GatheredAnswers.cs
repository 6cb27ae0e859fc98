namespace WsActors.Actors.Nodes.Messages;

/// <summary>The answers of the nodes to one query.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="Missing">The addresses of the members that did not answer, in ordinal order.</param>
public sealed record GatheredAnswers(IReadOnlyList<NodeResult> Answers, IReadOnlyList<string> Missing);
