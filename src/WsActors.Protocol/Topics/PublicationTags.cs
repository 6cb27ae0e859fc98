namespace WsActors.Protocol.Topics;

/// <summary>The properties of a <see cref="Publication"/> that bears more than a key.</summary>
/// <param name="Key">What it is about; null: the topic as a whole.</param>
/// <param name="Event">The name of the event that is published; null: it has none.</param>
internal sealed record PublicationTags(string? Key, string? Event);
