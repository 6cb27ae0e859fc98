using Akka.Actor;
using WsActors.Actors.Topics;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>Leaves topics: one that was unsubscribed, or all of them when the connection ends.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>
    /// Topics that a connection tells itself when it ends. If there are more, <see cref="TopicsActor"/> tells them in portions.
    /// </summary>
    private const int MaxLeftAtOnce = 16;

    private void LeaveAllTopics()
    {
        if (_subscriptions.Count > MaxLeftAtOnce)
            LeaveByWayOfAllTopics();
        else
            LeaveEach();
        TellAskersOfTheEnd();
        _subscriptions.Clear();
        _catchUps = null;
    }

    private void LeaveEach()
    {
        foreach (var subscription in _subscriptions.Items)
            Leave(subscription);
    }

    // A thousand topics that are told by a thousand connections at once would keep everybody else's publications waiting.
    private void LeaveByWayOfAllTopics()
    {
        var topics = new List<(TopicName, IActorRef?)>(_subscriptions.Count);
        foreach (var subscription in _subscriptions.Items)
        {
            if (!subscription.IsUndecided && !(subscription.Home is null && WaitsToBeAsked(subscription.Request!)))
                topics.Add((subscription.Topic, subscription.Home));
        }

        _environment.Topics.Tell(new TopicsActor.Leave(Self, topics));
    }

    // A request on its way to its topic by way of all topics is taken back by the same way, so this cannot overtake it.
    private void Leave(in Subscription subscription)
    {
        if (subscription.Home is { } home)
            home.Tell(new TopicActor.Unsubscribe(Self));
        else if (!WaitsToBeAsked(subscription.Request!))
            _environment.Topics.Tell(new TopicsActor.Unsubscribe(subscription.Topic, Self));
    }
}
