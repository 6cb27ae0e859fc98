namespace WsActors.AspNetCore.Explain;

/// <summary>One fact about the delivery of a topic to a user.</summary>
/// <param name="Code">One of <see cref="FindingCode"/>.</param>
/// <param name="Text">The fact as a sentence, with its evidence.</param>
/// <param name="Evidence">The evidence as values.</param>
internal sealed record Finding(string Code, string Text, IReadOnlyDictionary<string, object?> Evidence);
