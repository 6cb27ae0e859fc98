using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

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

/// <summary>The rule in force: all that a rule of the settings says, under the same names.</summary>
public sealed record RuleAnswer
{
    public required string Match { get; init; }

    public required string Subscribe { get; init; }

    public required string Publish { get; init; }

    /// <summary>The claim that a subscriber needs where Subscribe is Claim; otherwise empty.</summary>
    public required string SubscribeClaim { get; init; }

    /// <summary>The claim that a publishing client needs where Publish is Claim; otherwise empty.</summary>
    public required string PublishClaim { get; init; }

    public required bool Presence { get; init; }

    /// <summary>True if the application is told when the topic is occupied and emptied.</summary>
    public required bool Events { get; init; }

    public required HistoryRuleAnswer History { get; init; }

    public required string Delivery { get; init; }

    /// <summary>0: a quarter of OutboxBytes.</summary>
    public required int DeliveryBytes { get; init; }

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
    };
}

/// <summary>How much of its past a topic keeps; nothing where <paramref name="Messages"/> is 0.</summary>
public sealed record HistoryRuleAnswer(int Messages, TimeSpan Age, int Bytes, bool Durable);
