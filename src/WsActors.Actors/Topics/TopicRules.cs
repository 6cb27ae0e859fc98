using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Finds the rule that is in force for a name, the first that matches, and what it permits. Shared by all actors, safe on any thread.</summary>
public sealed class TopicRules
{
    private static readonly CompiledTopicRule Default = new(TopicRule.Default);

    private volatile CompiledTopicRule[] _rules;

    public TopicRules(IEnumerable<TopicRule> rules) => _rules = Compile(rules);

    /// <summary>Replaces all rules. Decisions and topics that come later follow the new ones.</summary>
    public void Use(IEnumerable<TopicRule> rules) => _rules = Compile(rules);

    public TopicRule For(TopicName topic) => Find(topic).Rule;

    /// <summary>Decides if a client may subscribe, read the history and list the members.</summary>
    public AccessDecision MaySubscribe(Identity identity, TopicName topic) =>
        identity.IsBackEnd ? AccessDecision.Allowed.Instance : TopicAccess.Subscribe(Find(topic), identity, topic);

    public AccessDecision MayPublish(Identity identity, TopicName topic) =>
        identity.IsBackEnd ? AccessDecision.Allowed.Instance : TopicAccess.Publish(Find(topic), identity, topic);

    private static CompiledTopicRule[] Compile(IEnumerable<TopicRule> rules) => [.. rules.Select(rule => new CompiledTopicRule(rule))];

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
