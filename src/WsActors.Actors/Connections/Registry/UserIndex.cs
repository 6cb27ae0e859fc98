using WsActors.Actors.Collections;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Registry;

/// <summary>The connections of each user. Most users have one connection, which takes no set; anonymous clients take nothing.</summary>
internal sealed class UserIndex
{
    // A ConnectionId, or an OrderedSet of them.
    private readonly Dictionary<string, object> _connections = new(StringComparer.Ordinal);

    public int CountOf(string user) => _connections.GetValueOrDefault(user) switch
    {
        ConnectionId => 1,
        OrderedSet<ConnectionId> several => several.Count,
        _ => 0,
    };

    /// <summary>A user's connections, in the order of their ids.</summary>
    public IEnumerable<ConnectionId> ConnectionsOf(string user) => _connections.GetValueOrDefault(user) switch
    {
        ConnectionId only => [only],
        OrderedSet<ConnectionId> several => several.All(),
        _ => [],
    };

    /// <summary>A user's connections above an id, in the order of their ids.</summary>
    public IEnumerable<ConnectionId> ConnectionsOf(string user, ConnectionId after) => _connections.GetValueOrDefault(user) switch
    {
        ConnectionId only when only > after => [only],
        OrderedSet<ConnectionId> several => several.After(after),
        _ => [],
    };

    public void Add(string user, ConnectionId id)
    {
        switch (_connections.GetValueOrDefault(user))
        {
            case OrderedSet<ConnectionId> several: several.Add(id); break;
            case ConnectionId first: _connections[user] = SetOf(first, id); break;
            default: _connections[user] = id; break;
        }
    }

    public void Remove(string user, ConnectionId id)
    {
        if (_connections.GetValueOrDefault(user) is OrderedSet<ConnectionId> { Count: > 1 } several)
            several.Remove(id);
        else
            _connections.Remove(user);
    }

    private static OrderedSet<ConnectionId> SetOf(ConnectionId first, ConnectionId second)
    {
        var set = new OrderedSet<ConnectionId>();
        set.Add(first);
        set.Add(second);
        return set;
    }
}
