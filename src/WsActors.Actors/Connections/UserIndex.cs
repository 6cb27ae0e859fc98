using WsActors.Actors.Model;

namespace WsActors.Actors.Connections;

/// <summary>The connections of each user. Most users have one, which costs no set: only strangers cost nothing.</summary>
internal sealed class UserIndex
{
    private readonly Dictionary<string, object> _connections = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ConnectionId> ConnectionsOf(string user) => _connections.GetValueOrDefault(user) switch
    {
        ConnectionId only => [only],
        HashSet<ConnectionId> several => several,
        _ => [],
    };

    public void Add(string user, ConnectionId id) => _connections[user] = _connections.GetValueOrDefault(user) switch
    {
        null => id,
        HashSet<ConnectionId> several => With(several, id),
        var only => new HashSet<ConnectionId> { (ConnectionId)only, id },
    };

    public void Remove(string user, ConnectionId id)
    {
        if (_connections.GetValueOrDefault(user) is HashSet<ConnectionId> { Count: > 1 } several)
            several.Remove(id);
        else
            _connections.Remove(user);
    }

    private static HashSet<ConnectionId> With(HashSet<ConnectionId> several, ConnectionId id)
    {
        several.Add(id);
        return several;
    }
}
