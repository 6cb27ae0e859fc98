namespace WsActors.Publishing.Wire;

/// <summary>The result of one message in one topic.</summary>
internal sealed record TopicResult(string? Topic, string? Epoch, long? Offset, int? Subscribers, bool Repeated, TopicError? Error);
