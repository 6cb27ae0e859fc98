using System.Collections.Immutable;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Nodes;

/// <summary>Finds out the connections behind the subscribers of a topic.</summary>
public static class ConnectionIds
{
    /// <summary>Returns the ids in ascending order.</summary>
    public static ImmutableArray<ConnectionId> Of(TopicReply.Subscribers subscribers)
    {
        var ids = new List<ConnectionId>(subscribers.Actors.Count);

        // The name of a connection's actor is its id.
        foreach (var subscriber in subscribers.Actors)
        {
            if (ConnectionId.TryParse(subscriber.Path.Name, out var id))
                ids.Add(id);
        }

        ids.Sort();
        return [.. ids];
    }
}
