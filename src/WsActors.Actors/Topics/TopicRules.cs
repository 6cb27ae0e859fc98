using WsActors.Actors.Settings;
using WsActors.Protocol.Push;

namespace WsActors.Actors.Topics;

/// <summary>Finds the rule that is in force for a name: the first that matches. Immutable; shared by all actors.</summary>
public sealed class TopicRules
{
    private readonly (TopicPattern Pattern, TopicRule Rule)[] _rules;

    public TopicRules(IEnumerable<TopicRule> rules) =>
        _rules = [.. rules.Select(rule => (TopicPattern.Parse(rule.Match), rule))];

    public TopicRule For(TopicName topic)
    {
        foreach (var (pattern, rule) in _rules)
        {
            if (pattern.Matches(topic))
                return rule;
        }

        return TopicRule.Default;
    }
}
