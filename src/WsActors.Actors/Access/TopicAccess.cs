using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Access;

/// <summary>
/// Decides whether a client may use a topic. The topic's rule must permit it, and if the client's token lists topics, the list must
/// contain it as well.
/// </summary>
internal static class TopicAccess
{
    public static AccessDecision Subscribe(CompiledTopicRule rule, Identity identity, TopicName topic) =>
        Decide(rule, identity, topic, rule.Rule.Subscribe, rule.SubscribeClaim, identity.MaySubscribe) switch
        {
            AccessDecision.Denied { Message: var who } => new AccessDecision.Denied(
                ErrorCode.SubscribeForbidden, Refusals.SubscribeForbidden(topic, who)),
            var decision => decision,
        };

    public static AccessDecision Publish(CompiledTopicRule rule, Identity identity, TopicName topic) =>
        Decide(rule, identity, topic, rule.Rule.Publish, rule.PublishClaim, identity.MayPublish) switch
        {
            AccessDecision.Denied { Message: var who } => new AccessDecision.Denied(
                ErrorCode.PublishForbidden, Refusals.PublishForbidden(topic, who)),
            var decision => decision,
        };

    private static AccessDecision Decide(
        CompiledTopicRule rule,
        Identity identity,
        TopicName topic,
        Permission permission,
        Claim? claim,
        IReadOnlyList<TopicPattern>? listed)
    {
        // Its message names those that may; the caller makes a sentence of it.
        static AccessDecision Unless(bool allowed, string who) =>
            allowed ? AccessDecision.Allowed.Instance : new AccessDecision.Denied(string.Empty, who);

        if (listed is not null && permission != Permission.Nobody && !Names(listed, topic, identity.User))
            return Unless(false, "clients whose token lists it");

        return permission switch
        {
            Permission.Nobody => Unless(false, "no client"),
            Permission.Anyone => AccessDecision.Allowed.Instance,
            Permission.Authenticated => Unless(identity.User is not null, "clients with a user's token"),
            Permission.Owner => Unless(rule.Match.NamesUser && rule.Match.Matches(topic, identity.User), "the user whom it names"),
            Permission.Claim => Unless(claim is not null && identity.Claims.Contains(claim), "clients with a certain claim"),
            Permission.Token => Unless(listed is not null, "clients whose token lists it"),
            Permission.Webhook => AccessDecision.AskBackend.Instance,
            _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "a permission without a meaning"),
        };
    }

    private static bool Names(IReadOnlyList<TopicPattern> patterns, TopicName topic, string? user)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(topic, user))
                return true;
        }

        return false;
    }
}
