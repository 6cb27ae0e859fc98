using System.Net;
using WsActors.Actors.Collections;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Registry;

/// <summary>The connections of a node in the order of their ids, with what admission and the heartbeat need to know of each.</summary>
internal sealed class ConnectionTable(NodeId node)
{
    private readonly OrderedMap<ConnectionId, ConnectionEntry> _entries = new();
    private readonly AddressCounts _addresses = new();
    private readonly UserIndex _users = new();
    private ulong _sequence;

    public int Count => _entries.Count;

    /// <summary>Connections that are being refused; they are kept only until they have read the refusal.</summary>
    public int Refusing { get; private set; }

    /// <summary>Connections without those that are being refused.</summary>
    public int Admitted => Count - Refusing;

    public IEnumerable<ConnectionEntry> Entries => _entries.Values;

    /// <summary>All ids, in order.</summary>
    public IEnumerable<ConnectionId> Ids => _entries.All().Select(entry => entry.Key);

    /// <summary>The ids of all connections that are not being refused, in order.</summary>
    public IEnumerable<ConnectionId> AdmittedIds() => _entries.All().Where(entry => !entry.Value.IsRefused).Select(entry => entry.Key);

    public ConnectionId NextId() => ConnectionId.Of(node, ++_sequence);

    public ConnectionEntry? Find(ConnectionId id) => _entries.TryGetValue(id, out var entry) ? entry : null;

    /// <summary>The ids above <paramref name="after"/>, in order; the ids of one user, if one is named.</summary>
    public IEnumerable<ConnectionId> IdsAfter(ConnectionId? after, string? user = null) => (after, user) switch
    {
        (null, null) => Ids,
        ({ } last, null) => _entries.After(last).Select(entry => entry.Key),
        (null, _) => _users.ConnectionsOf(user),
        ({ } last, _) => _users.ConnectionsOf(user, last),
    };

    public void SetCheckAt(ConnectionId id, TimeSpan when)
    {
        if (Find(id) is { } entry)
            entry.CheckAt = when;
    }

    /// <summary>The connections whose time to check deadlines has come; each has to ask again.</summary>
    public IEnumerable<ConnectionEntry> TakeDue(TimeSpan now)
    {
        foreach (var entry in _entries.Values)
        {
            if (entry.CheckAt > now)
                continue;

            entry.CheckAt = TimeSpan.MaxValue;
            yield return entry;
        }
    }

    public int CountOf(IPAddress address) => _addresses[address];

    public int CountOf(string user) => _users.CountOf(user);

    public void Add(ConnectionId id, ConnectionEntry entry)
    {
        _entries.Add(id, entry);
        if (entry.IsRefused)
            Refusing++;
        else if (entry.Address is { } address)
            _addresses.Add(address);
    }

    /// <summary>Counts a connection under the address of its client, which became known only now.</summary>
    public void CountUnder(ConnectionEntry entry, IPAddress address)
    {
        if (entry.Address is { } former)
            _addresses.Remove(former);
        entry.Address = address;
        _addresses.Add(address);
    }

    /// <summary>Counts a connection under its user, who became known only now, and no longer under a former one.</summary>
    public void CountUnder(ConnectionEntry entry, ConnectionId id, string user)
    {
        if (entry.User is { } former)
            _users.Remove(former, id);
        entry.User = user;
        _users.Add(user, id);
    }

    /// <summary>Turns an admitted connection into one that is being refused.</summary>
    public void Refuse(ConnectionEntry entry)
    {
        if (entry.IsRefused)
            return;

        if (entry.Address is { } address)
            _addresses.Remove(address);
        entry.Address = null;
        entry.IsRefused = true;
        Refusing++;
    }

    /// <summary>Removes a connection that has ended; null if the id is unknown.</summary>
    public ConnectionEntry? Remove(ConnectionId id)
    {
        if (!_entries.Remove(id, out var entry))
            return null;

        if (entry.User is { } user)
            _users.Remove(user, id);
        if (entry.IsRefused)
            Refusing--;
        else if (entry.Address is { } address)
            _addresses.Remove(address);
        return entry;
    }
}
