using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// The rule of a topic that exists, which follows the configured rules as far as that needs no new log and concerns no message that waits: permissions and the
/// limits of a history. The rest stays as it was when the topic was made.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its topic.</remarks>
internal struct FollowedRule(TopicRule made)
{
    private int _version;

    public TopicRule Rule { get; private set; } = made;

    /// <summary>Takes over rules that have changed since the last call.</summary>
    /// <param name="environment">Has the configured rules.</param>
    /// <param name="topic">The topic.</param>
    /// <returns>True if the limits of its history have changed.</returns>
    public bool TryFollow(TopicEnvironment environment, TopicName topic)
    {
        if (environment.Rules is not { } rules || rules.Version == _version)
            return false;

        _version = rules.Version;
        var former = Rule;
        Rule = Following(rules.For(topic), former, keepsLimits: environment.Buckets is not null);
        return Rule.History != former.History;
    }

    // In a cluster the home of the topic has the same limits, and the rules of its node may change at another time.
    private static TopicRule Following(TopicRule current, TopicRule made, bool keepsLimits) => current with
    {
        History = !keepsLimits && IsSameKind(current.History, made.History) ? current.History : made.History,
        Presence = made.Presence,
        Events = made.Events,
        Delivery = made.Delivery,
        DeliveryBytes = made.DeliveryBytes,
    };

    // A history that begins or ends means other positions for those who are subscribed, and a store cannot come later.
    private static bool IsSameKind(HistoryRule current, HistoryRule made) =>
        current.Durable == made.Durable && current.Messages > 0 == made.Messages > 0;
}
