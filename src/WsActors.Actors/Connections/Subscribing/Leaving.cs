using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Takes subscriptions back: one that was left, or all of them when the connection ends.</summary>
internal static class Leaving
{
    /// <summary>
    /// Topics that a connection tells itself when it ends. If there are more, <see cref="TopicsActor"/> tells them in portions.
    /// </summary>
    private const int MaxLeftAtOnce = 16;

    /// <summary>
    /// Takes one subscription back. A request on its way to its topic by way of all topics is taken back by the same way, so this cannot
    /// overtake it.
    /// </summary>
    public static void Leave(in Subscription subscription, in SubscriptionRequests requests, in Turn turn)
    {
        if (subscription.TopicRef is { } topicRef)
            turn.Effects.Tell(topicRef, new TopicActor.Unsubscribe(turn.Self));
        else if (!IsWaiting(subscription, requests))
            turn.Effects.Tell(turn.Environment.Topics, new TopicsActor.Unsubscribe(subscription.Topic, turn.Self));
    }

    /// <summary>Takes all subscriptions back. Actors that subscribed for the client and wait for the answer are given one.</summary>
    public static void LeaveAll(in SubscriptionList subscriptions, in SubscriptionRequests requests, in Turn turn)
    {
        if (subscriptions.Count > MaxLeftAtOnce)
            LeaveByWayOfAllTopics(subscriptions, requests, turn);
        else
            LeaveEach(subscriptions, requests, turn);
        AnswerServerCommands(subscriptions, requests, turn);
    }

    private static void LeaveEach(in SubscriptionList subscriptions, in SubscriptionRequests requests, in Turn turn)
    {
        for (var i = 0; i < subscriptions.Count; i++)
            Leave(subscriptions[i], requests, turn);
    }

    // A thousand connections that leave a thousand topics at once would delay the publications of all others.
    private static void LeaveByWayOfAllTopics(in SubscriptionList subscriptions, in SubscriptionRequests requests, in Turn turn)
    {
        var topics = new List<(TopicName, IActorRef?)>(subscriptions.Count);
        for (var i = 0; i < subscriptions.Count; i++)
        {
            var subscription = subscriptions[i];
            if (!subscription.IsUndecided && !(subscription.TopicRef is null && IsWaiting(subscription, requests)))
                topics.Add((subscription.Topic, subscription.TopicRef));
        }

        turn.Effects.Tell(turn.Environment.Topics, new TopicsActor.Leave(turn.Self, topics));
    }

    private static void AnswerServerCommands(in SubscriptionList subscriptions, in SubscriptionRequests requests, in Turn turn)
    {
        for (var i = 0; i < subscriptions.Count; i++)
        {
            if (subscriptions[i] is { IsUnanswered: true, Request.ReplyTo: { } replyTo })
                turn.Effects.Tell(replyTo, new ConnectionMessage.Refused(ErrorCode.UnknownConnection, Refusals.ConnectionEnded));
        }

        foreach (var command in requests.TakeDeferred())
            turn.Effects.Tell(command.ReplyTo, ConnectionMessage.Refused.NotOpen);
    }

    private static bool IsWaiting(in Subscription subscription, in SubscriptionRequests requests) =>
        requests.IsWaiting(subscription.Request!);
}
