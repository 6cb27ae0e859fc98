using WsActors.Actors.Model;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Access;

/// <summary>Decides whether an operator's page may use a topic. Rules are about clients, so its own list of topics stands in their place.</summary>
internal static class OperatorAccess
{
    public static AccessDecision Subscribe(Identity identity, TopicName topic) =>
        (identity.MaySubscribe ?? []).Any(pattern => pattern.Matches(topic))
            ? AccessDecision.Allowed.Instance
            : new AccessDecision.Denied(ErrorCode.SubscribeForbidden, $"a console's ticket is for the server's own figures, not for topic {topic}");

    /// <summary>Refuses a client the subscription to a topic that is for operators.</summary>
    public static AccessDecision NotForClients(TopicName topic) =>
        new AccessDecision.Denied(ErrorCode.SubscribeForbidden, Refusals.ForOperators(topic));

    public static AccessDecision Publish() => new AccessDecision.Denied(
        ErrorCode.PublishForbidden, "a console's ticket is for reading: publish through the admin API");
}
