using WsActors.Actors.Access;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Keeps a client's subscriptions in step with its token.</summary>
internal static class TokenTopics
{
    /// <summary>Subscribes to the topics that the client's token names.</summary>
    public static void Subscribe(ref Subscriptions subscriptions, in Turn turn)
    {
        foreach (var topic in turn.Identity.Topics)
        {
            if (subscriptions.ObjectionTo(topic, turn) is not { } objection)
                subscriptions.Subscribe(topic, request: null, since: null, turn);
            else if (objection.Code != ErrorCode.AlreadySubscribed)
                turn.Effects.Fail(request: null, objection.Code, objection.Message);
        }
    }

    /// <summary>
    /// Leaves the topics that the client's former token granted and the new one does not. Topics that the application subscribed the
    /// client to stay.
    /// </summary>
    public static void LeaveForbidden(ref Subscriptions subscriptions, Identity former, in Turn turn)
    {
        foreach (var topic in subscriptions.Topics())
        {
            if (IsGranted(former, topic, turn) && !IsGranted(turn.Identity, topic, turn) && subscriptions.TryLeave(topic, turn))
                turn.Effects.Say(new ServerEvent.Unsubscribed(Id: null, topic, "no_longer_allowed"));
        }
    }

    private static bool IsGranted(Identity identity, TopicName topic, in Turn turn) =>
        identity.Topics.Contains(topic) || turn.Environment.Rules.MaySubscribe(identity, topic) is not AccessDecision.Denied;
}
