using System.Collections.Immutable;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Registry;

/// <summary>
/// One page of connections. Costs what it reads: it starts behind the cursor, in the order of the ids, and goes through the
/// connections of the user, of the topic or of the node, whichever the query names.
/// </summary>
/// <param name="Connections">The actors of the page's connections.</param>
/// <param name="Next">The cursor of the next page; null if this one is the last.</param>
internal sealed record ConnectionListing(IReadOnlyList<IActorRef> Connections, ConnectionId? Next)
{
    public static ConnectionListing Of(ConnectionTable table, ConnectionsRequest.GetConnections query)
    {
        var connections = new List<IActorRef>();
        ConnectionId? last = null;
        foreach (var id in Candidates(table, query))
        {
            if (table.Find(id) is not { } entry)
                continue;
            if (connections.Count == query.Limit)
                return new ConnectionListing(connections, last);

            connections.Add(entry.Connection);
            last = id;
        }

        return new ConnectionListing(connections, null);
    }

    private static IEnumerable<ConnectionId> Candidates(ConnectionTable table, ConnectionsRequest.GetConnections query) => query switch
    {
        { Among: { } among, User: { } user } => table.IdsAfter(query.After, user).Where(id => among.BinarySearch(id) >= 0),
        { Among: { } among } => From(among, query.After),
        _ => table.IdsAfter(query.After, query.User),
    };

    private static IEnumerable<ConnectionId> From(ImmutableArray<ConnectionId> ids, ConnectionId? after)
    {
        var found = after is { } id ? ids.BinarySearch(id) : -1;
        return ids.Skip(found < 0 ? ~found : found + 1);
    }
}
