using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Messages;

/// <summary>One topic at the moment of the request.</summary>
public sealed record TopicSnapshot(TopicName Topic, TopicPosition Position, int Subscribers, TopicRule Rule)
{
    /// <summary>Messages that its history holds, and the bytes that they count for.</summary>
    public int HistoryMessages { get; init; }
    public long HistoryBytes { get; init; }

    internal static TopicSnapshot Of(TopicName topic, TopicLog log, int subscribers, TopicRule rule) =>
        new(topic, log.Position, subscribers, rule) { HistoryMessages = log.Count, HistoryBytes = log.Bytes };
}
