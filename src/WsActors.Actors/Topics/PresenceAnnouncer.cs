using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.FanOut;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Passes on which subscribers join and leave a topic with presence, and announces it to all of them when the topic's parent wakes
/// it: one timer serves all topics. For other topics it does nothing.
/// </summary>
internal readonly struct PresenceAnnouncer(TopicName topic, ITopicHome home, IActorRef parent)
{
    public void Join(TopicRequest.Subscribe subscribe)
    {
        if (subscribe.IsUnruled)
            return;

        // A connection's actor has its id as name.
        var connection = subscribe.Subscriber.Path.Name;
        home.OnJoined(connection, subscribe.User, subscribe.Info);
        WakeAt(home.Presence?.Join(connection, subscribe.User, subscribe.Info));
    }

    public void Leave(IActorRef subscriber, TimeSpan now)
    {
        home.OnLeft(subscriber.Path.Name);
        WakeAt(home.Presence?.Leave(subscriber.Path.Name, now));
    }

    public void Restart(TimeSpan now) => WakeAt(home.Presence?.Restart(now));

    public void Announce(TopicFanOut fanOut, TimeSpan now)
    {
        TimeSpan? due = null;
        if (home.Presence?.Announce(now, out due) is { } news)
            fanOut.Announce(news.EventsOf(topic));
        WakeAt(due);
    }

    public void Answer(TopicRequest.GetMembers query, IActorRef replyTo) => replyTo.Tell(home.Presence is { } presence
        ? new TopicReply.Members(topic, presence.Read(query), query.Request)
        : new TopicReply.Refused(ErrorCode.NoPresence, Refusals.NoPresence(topic), query.Request));

    private void WakeAt(TimeSpan? due)
    {
        if (due is { } when)
            parent.Tell(new TopicsActor.PresenceDue(when));
    }
}
