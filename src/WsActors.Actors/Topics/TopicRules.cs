using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Finds the rule that is in force for a name, the first that matches, and what it permits. Shared by all actors, safe on any thread.</summary>
public sealed class TopicRules : ITopicRules
{
    private static readonly CompiledTopicRule Default = new(TopicRule.Default);

    private volatile CompiledTopicRule[] _rules;
    private volatile int _version;

    public TopicRules(IEnumerable<TopicRule> rules) => _rules = Compile(rules);

    public int Version => _version;

    /// <summary>Replaces all rules. Called by one thread at a time.</summary>
    public void Use(IEnumerable<TopicRule> rules)
    {
        // The rules first: a reader of the new version must find the new rules.
        _rules = Compile(rules);
        _version++;
    }

    /// <summary>True if a rule hides payloads from operators.</summary>
    public bool RedactAny => Array.Exists(_rules, rule => rule.Rule.Redact);

    public TopicRule For(TopicName topic) => Find(topic).Rule;

    /// <summary>Decides if a client may subscribe, read the history and list the members.</summary>
    public AccessDecision MaySubscribe(Identity identity, TopicName topic) => identity switch
    {
        { IsBackEnd: true } => AccessDecision.Allowed.Instance,
        { IsOperator: true } => OperatorAccess.Subscribe(identity, topic),
        _ when topic.IsForOperators => OperatorAccess.NotForClients(topic),
        _ => TopicAccess.Subscribe(Find(topic), identity, topic),
    };

    public AccessDecision MayPublish(Identity identity, TopicName topic) => identity switch
    {
        { IsBackEnd: true } => AccessDecision.Allowed.Instance,
        { IsOperator: true } => OperatorAccess.Publish(),
        _ => TopicAccess.Publish(Find(topic), identity, topic),
    };

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
