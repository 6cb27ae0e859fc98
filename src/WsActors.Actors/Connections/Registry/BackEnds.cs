using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Registry;

/// <summary>
/// The connections of back ends with the numbers of their API keys. There are few, so that clients do not pay for what finds them when a key is
/// removed.
/// </summary>
internal sealed class BackEnds
{
    private readonly Dictionary<ConnectionId, int> _keys = [];
    private IReadOnlySet<int> _removed = new HashSet<int>();

    /// <summary>Adds a connection.</summary>
    /// <returns>False if its key was removed while it came in: then it has to be closed.</returns>
    public bool TryAdd(ConnectionId id, int key)
    {
        if (_removed.Contains(key))
            return false;

        _keys[id] = key;
        return true;
    }

    /// <summary>Forgets a connection that has ended, if it is a back end's.</summary>
    public void Remove(ConnectionId id)
    {
        if (_keys.Count > 0)
            _keys.Remove(id);
    }

    /// <summary>Takes over which keys are not in use any more.</summary>
    /// <param name="removed">The numbers of all keys that were in use once and are not now.</param>
    /// <returns>The connections that have to be closed; their ends are reported later.</returns>
    public IReadOnlyList<ConnectionId> UseKeys(IReadOnlySet<int> removed)
    {
        _removed = removed;
        return [.. _keys.Where(entry => removed.Contains(entry.Value)).Select(entry => entry.Key)];
    }
}
