namespace WsActors.Protocol.Topics;

/// <summary>The properties of a <see cref="Publication"/> that bears more than a key.</summary>
/// <param name="Key">Its subject; null for the topic as a whole.</param>
/// <param name="Event">The name of the event that is published; null: it has none.</param>
/// <param name="Except">The id of the connection that does not get it; null: all get it.</param>
internal sealed record PublicationTags(string? Key, string? Event, string? Except);
