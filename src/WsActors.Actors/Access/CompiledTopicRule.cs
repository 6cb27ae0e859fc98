using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Access;

/// <summary>A topic rule taken apart once, for many decisions.</summary>
internal sealed class CompiledTopicRule(TopicRule rule)
{
    public TopicRule Rule { get; } = rule;
    public TopicPattern Match { get; } = TopicPattern.Parse(rule.Match);
    public Claim? SubscribeClaim { get; } = ClaimOf(rule.SubscribeClaim);
    public Claim? PublishClaim { get; } = ClaimOf(rule.PublishClaim);

    private static Claim? ClaimOf(string text) => Claim.TryParse(text, out var claim, out _) ? claim : null;
}
