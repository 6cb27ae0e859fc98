using WsActors.Actors.Settings;
using WsActors.Actors.Topics;

namespace WsActors.Server.Admin;

/// <summary>A page of topics.</summary>
/// <param name="Topics">In ordinal order of their names.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null on the last.</param>
public sealed record TopicsAnswer(IReadOnlyList<TopicAnswer> Topics, string? Next);

/// <summary>One topic of this node.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Subscribers">Connections that listen to it now.</param>
/// <param name="Epoch">Changes when its log was lost.</param>
/// <param name="Offset">The number of its last message; 0 before the first.</param>
/// <param name="HistoryMessages">Messages that its history holds.</param>
/// <param name="HistoryBytes">Bytes that they count for.</param>
/// <param name="Rule">The rule in force.</param>
public sealed record TopicAnswer(
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
}

/// <summary>What clients may do with a topic, and what it keeps.</summary>
public sealed record RuleAnswer(
    string Match, string Subscribe, string Publish, bool Presence, HistoryRuleAnswer History, string Delivery, int DeliveryBytes)
{
    internal static RuleAnswer Of(TopicRule rule) => new(
        rule.Match,
        rule.Subscribe.ToString(),
        rule.Publish.ToString(),
        rule.Presence,
        new HistoryRuleAnswer(rule.History.Messages, rule.History.Age, rule.History.Bytes, rule.History.Durable),
        rule.Delivery.ToString(),
        rule.DeliveryBytes);
}

/// <summary>How much of its past a topic keeps; nothing where <paramref name="Messages"/> is 0.</summary>
public sealed record HistoryRuleAnswer(int Messages, TimeSpan Age, int Bytes, bool Durable);
