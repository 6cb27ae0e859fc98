namespace WsActors.Actors.Buckets.Messages;

/// <summary>A subscriber of a topic with presence, as its node reports it to the topic's home.</summary>
/// <param name="Connection">The id of the connection.</param>
/// <param name="User">The user; null if the client is anonymous.</param>
/// <param name="Info">The JSON value that describes the client; null for none.</param>
public sealed record TopicMember(string Connection, string? User, string? Info);
