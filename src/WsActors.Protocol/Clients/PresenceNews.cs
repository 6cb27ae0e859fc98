using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients;

/// <summary>What subscribers are told of who is there: who left and who came, or how many there are.</summary>
public sealed record PresenceNews
{
    public IReadOnlyList<PresenceMember> Left { get; init; } = [];

    public IReadOnlyList<PresenceMember> Joined { get; init; } = [];

    /// <summary>How many there are, where they are not told one by one; null where they are.</summary>
    public int? Total { get; init; }

    /// <summary>All who are there, where telling them one by one begins anew: it replaces whatever was known.</summary>
    public IReadOnlyList<PresenceMember>? Everyone { get; init; }

    /// <summary>The same as events, in the order in which they are to be told.</summary>
    public IReadOnlyList<ServerEvent> EventsOf(TopicName topic)
    {
        var events = new List<ServerEvent>(Left.Count + Joined.Count + 1);
        events.AddRange(Left.Select(member => new ServerEvent.Left(topic, member)));
        events.AddRange(Joined.Select(member => new ServerEvent.Joined(topic, member)));
        if (Total is { } total)
            events.Add(new ServerEvent.Presence(Id: null, topic, total, Everyone, Next: null));
        return events;
    }
}
