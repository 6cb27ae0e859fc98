using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Messages;

/// <summary>One topic as it stood when it was asked.</summary>
public sealed record TopicSnapshot(TopicName Topic, TopicPosition Position, int Subscribers, TopicRule Rule)
{
    /// <summary>Messages that its history holds, and the bytes that they count for.</summary>
    public int HistoryMessages { get; init; }
    public long HistoryBytes { get; init; }
}
