namespace WsActors.Protocol.Topics;

/// <summary>The delays and limits of a topic's presence announcements.</summary>
/// <param name="Grace">The time that a member may be without a connection before it has left.</param>
/// <param name="Interval">Between two tellings: what happens meanwhile is told together.</param>
/// <param name="MaxTold">Members up to which each one's coming and going is told; beyond, only how many there are.</param>
public sealed record PresenceLimits(TimeSpan Grace, TimeSpan Interval, int MaxTold);
