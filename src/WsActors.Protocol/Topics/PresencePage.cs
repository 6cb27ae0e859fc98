namespace WsActors.Protocol.Topics;

/// <summary>A part of those who are there.</summary>
/// <param name="Members">In the order in which they came.</param>
/// <param name="Total">The number of all members.</param>
/// <param name="Next">The cursor of the next page; null where this one is the last.</param>
public sealed record PresencePage(IReadOnlyList<PresenceMember> Members, int Total, long? Next);
