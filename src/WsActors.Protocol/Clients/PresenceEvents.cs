using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients;

/// <summary>Turns presence news into events for clients.</summary>
public static class PresenceEvents
{
    /// <summary>Returns the events in the order in which they are sent: who left, who joined, then how many there are.</summary>
    public static IReadOnlyList<ServerEvent> EventsOf(this PresenceNews news, TopicName topic)
    {
        var events = new List<ServerEvent>(news.Left.Count + news.Joined.Count + 1);
        events.AddRange(news.Left.Select(member => new ServerEvent.Left(topic, member)));
        events.AddRange(news.Joined.Select(member => new ServerEvent.Joined(topic, member)));
        if (news.Total is { } total)
            events.Add(new ServerEvent.Presence(Id: null, topic, total, news.Everyone, Next: null));
        return events;
    }
}
