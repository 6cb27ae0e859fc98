using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Finds the rule that is in force for a name, the first that matches, and what it permits. Immutable; shared by all actors.</summary>
public sealed class TopicRules
{
    private static readonly CompiledTopicRule Default = new(TopicRule.Default);

    private readonly CompiledTopicRule[] _rules;

    public TopicRules(IEnumerable<TopicRule> rules) => _rules = [.. rules.Select(rule => new CompiledTopicRule(rule))];

    public TopicRule For(TopicName topic) => Find(topic).Rule;

    /// <summary>Decides if a client may subscribe, read the history and list the members.</summary>
    public AccessDecision MaySubscribe(Identity identity, TopicName topic) =>
        identity.IsBackEnd ? AccessDecision.Allowed.Instance : TopicAccess.Subscribe(Find(topic), identity, topic);

    public AccessDecision MayPublish(Identity identity, TopicName topic) =>
        identity.IsBackEnd ? AccessDecision.Allowed.Instance : TopicAccess.Publish(Find(topic), identity, topic);

    private CompiledTopicRule Find(TopicName topic)
    {
        foreach (var rule in _rules)
        {
            if (rule.Match.Matches(topic))
                return rule;
        }

        return Default;
    }
}
