using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>The configured rules as a topic sees them. Safe on any thread.</summary>
public interface ITopicRules
{
    /// <summary>Counts how often the rules were replaced, so that a topic knows when to look its own up again.</summary>
    int Version { get; }

    /// <summary>Returns the rule that is in force for a name, the first that matches.</summary>
    TopicRule For(TopicName topic);
}
