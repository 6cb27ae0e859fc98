namespace WsActors.Publishing.Wire;

/// <summary>The results of one message, one per topic; a single one without a topic if the message was refused as a whole.</summary>
internal sealed record BatchResult(IReadOnlyList<TopicResult> Topics);
