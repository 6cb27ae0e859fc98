using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>The members of a topic at its home.</summary>
/// <param name="log">The members and what was announced of them.</param>
internal sealed class TopicMembers(PresenceLog log)
{
    public PresenceLog Log { get; } = log;

    /// <summary>The time for which an announcement is scheduled; the maximum if none is.</summary>
    public TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;
}
