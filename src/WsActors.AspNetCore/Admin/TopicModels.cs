using System.Text.Json.Serialization;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

namespace WsActors.AspNetCore.Admin;

/// <summary>A page of topics.</summary>
/// <param name="Topics">The topics, in ordinal order of their names.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last page.</param>
internal sealed record TopicsAnswer(IReadOnlyList<TopicAnswer> Topics, string? Next)
{
    /// <summary>In a cluster, the nodes that did not answer, so that topics with their homes there are missing; not present without a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>One topic.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Subscribers">The number of subscribed connections.</param>
/// <param name="Epoch">The id of its log, which changes when the log is lost.</param>
/// <param name="Offset">The offset of its last message; 0 before the first.</param>
/// <param name="HistoryMessages">The number of messages in its history.</param>
/// <param name="HistoryBytes">The bytes of these messages.</param>
/// <param name="Rule">The rule that applies.</param>
internal sealed record TopicAnswer(
    string Topic, int Subscribers, string Epoch, long Offset, int HistoryMessages, long HistoryBytes, RuleAnswer Rule)
{
    internal static TopicAnswer Of(TopicSnapshot topic) => new(
        topic.Topic.Value,
        topic.Subscribers,
        topic.Position.Epoch,
        topic.Position.Offset,
        topic.HistoryMessages,
        topic.HistoryBytes,
        RuleAnswer.Of(topic.Rule));

    internal static TopicAnswer Of(TopicDescription topic, TopicRule rule) => new(
        topic.Topic.Value,
        topic.Subscribers,
        topic.Position.Epoch,
        topic.Position.Offset,
        topic.HistoryMessages,
        topic.HistoryBytes,
        RuleAnswer.Of(rule));
}

/// <summary>The rule that applies to a topic, with the names of the settings.</summary>
internal sealed record RuleAnswer
{
    public required string Match { get; init; }

    public required string Subscribe { get; init; }

    public required string Publish { get; init; }

    /// <summary>The claim that a subscriber needs if Subscribe is Claim; otherwise empty.</summary>
    public required string SubscribeClaim { get; init; }

    /// <summary>The claim that a publishing client needs if Publish is Claim; otherwise empty.</summary>
    public required string PublishClaim { get; init; }

    public required bool Presence { get; init; }

    /// <summary>True if an event is sent when the topic becomes occupied or vacated.</summary>
    public required bool Events { get; init; }

    public required HistoryRuleAnswer History { get; init; }

    public required string Delivery { get; init; }

    /// <summary>The limit of queued bytes per subscriber; 0 means a quarter of OutboxBytes.</summary>
    public required int DeliveryBytes { get; init; }

    /// <summary>True if operators who tap a connection do not see the payloads.</summary>
    public required bool Redact { get; init; }

    internal static RuleAnswer Of(TopicRule rule) => new()
    {
        Match = rule.Match,
        Subscribe = rule.Subscribe.ToString(),
        Publish = rule.Publish.ToString(),
        SubscribeClaim = rule.SubscribeClaim,
        PublishClaim = rule.PublishClaim,
        Presence = rule.Presence,
        Events = rule.Events,
        History = new HistoryRuleAnswer(rule.History.Messages, rule.History.Age, rule.History.Bytes, rule.History.Durable),
        Delivery = rule.Delivery.ToString(),
        DeliveryBytes = rule.DeliveryBytes,
        Redact = rule.Redact,
    };
}

/// <summary>The bounds of a topic's history; there is none if <paramref name="Messages"/> is 0.</summary>
internal sealed record HistoryRuleAnswer(int Messages, TimeSpan Age, int Bytes, bool Durable);
