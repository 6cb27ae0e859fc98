using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Buckets;

/// <summary>The surroundings of a bucket's state on a node with its own clock: every topic keeps some messages.</summary>
internal sealed class BucketHost : IBucketTopicsHost
{
    private long _sequence;

    public BucketHost() => State = new BucketTopics(this);

    public BucketTopics State { get; }

    public TimeSpan Now { get; set; } = TimeSpan.FromDays(3);

    public HistoryLimits Limits { get; init; } = new(20, TimeSpan.FromHours(1), 1_000_000);

    public List<(BucketEntry Entry, BucketTopic? Topic)> Applied { get; } = [];

    public static Publication TextOf(string text) =>
        Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(text), out var publication, out var fault) ? publication : throw new ArgumentException(fault);

    public HistoryLimits LimitsOf(TopicName topic) => Limits;

    public bool AreStored { get; init; }

    public bool IsStored(TopicName topic) => AreStored;

    public IdempotencyKeys NewKeys() => new(1000, TimeSpan.FromHours(1));

    public void OnApplied(BucketTopics topics, BucketEntry entry, BucketTopic? topic) => Applied.Add((entry, topic));

    public void Apply(BucketEntry entry) => State.Apply(new LogEntry(++_sequence, 1, BucketEntryWire.Write(entry)));

    /// <summary>Everything that the state holds, as text, ages included.</summary>
    public string Content() => string.Join('\n', State.All.OrderBy(topic => topic.Name.Value, StringComparer.Ordinal).Select(Describe));

    private string Describe(BucketTopic topic)
    {
        var messages = topic.Log.Read(topic.Log.OldestKept - 1, int.MaxValue, long.MaxValue).Messages
            .Select(message => $"{message.Offset}:{System.Text.Encoding.UTF8.GetString(message.Publication.Payload.Span)}:{KeptMessage.AgeOf(message.AppendedAt, Now)}");
        var keys = (topic.Keys?.After(0, int.MaxValue) ?? []).Select(key => $"{key.Key}={key.Publication.Offset}:{KeptMessage.AgeOf(key.At, Now)}");
        return $"{topic.Name} {topic.Log.Position.Text} {topic.IsOccupied} [{string.Join(' ', messages)}] [{string.Join(' ', keys)}]";
    }
}
