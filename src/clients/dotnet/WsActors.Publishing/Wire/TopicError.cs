namespace WsActors.Publishing.Wire;

/// <summary>The reason why a message was not published in a topic.</summary>
internal sealed record TopicError(string Code, string Message);
