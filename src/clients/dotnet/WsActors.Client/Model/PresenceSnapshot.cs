namespace WsActors.Client;

/// <summary>The members of a topic at one moment.</summary>
/// <param name="Members">The members that are known.</param>
/// <param name="Total">The number of members.</param>
/// <param name="IsComplete">False if the topic has more members than are listed.</param>
public sealed record PresenceSnapshot(IReadOnlyList<PresenceMember> Members, int Total, bool IsComplete);
