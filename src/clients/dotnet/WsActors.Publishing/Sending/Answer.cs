namespace WsActors.Publishing.Sending;

/// <summary>The outcome of one attempt: a body with status 200, or an error.</summary>
internal readonly record struct Answer(byte[]? Body, PublicationError? Error, Exception? Cause = null);
