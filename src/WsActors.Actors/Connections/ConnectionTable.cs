using System.Net;
using System.Security.Cryptography;
using Akka.Actor;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections;

/// <summary>The connections of a node by id, with what admission and the heartbeat need to know of each.</summary>
internal sealed class ConnectionTable
{
    private const int SequenceBits = 40;

    private readonly Dictionary<ConnectionId, ConnectionEntry> _entries = [];
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly UserIndex _users = new();

    // 24 random bits a node, 40 bits of sequence: ten thousand connections a second for three years.
    private readonly ulong _prefix = (ulong)RandomNumberGenerator.GetInt32(1 << 24) << SequenceBits;
    private ulong _sequence;

    public int Count => _entries.Count;

    /// <summary>Connections that are being refused: they are held only until they have read why.</summary>
    public int Refusing { get; private set; }

    /// <summary>Bytes that wait for all who are behind.</summary>
    public long HeldBytes { get; private set; }

    public IEnumerable<ConnectionEntry> Entries => _entries.Values;

    public ConnectionId NextId() => new(_prefix | ++_sequence);

    /// <summary>The ids above <paramref name="after"/>, in order; those of one user, if one is named.</summary>
    public IEnumerable<ConnectionId> IdsAfter(ConnectionId? after, string? user = null) => (user is null ? _entries.Keys : ConnectionsOf(user))
        .Where(id => after is not { } last || id.Value > last.Value)
        .OrderBy(id => id.Value);

    public int CountOf(IPAddress address) => _perAddress.GetValueOrDefault(address);

    public ConnectionEntry? Find(ConnectionId id) => _entries.GetValueOrDefault(id);

    /// <summary>The connections of one user, in whatever order.</summary>
    public IReadOnlyCollection<ConnectionId> ConnectionsOf(string user) => _users.ConnectionsOf(user);

    public void Add(ConnectionId id, ConnectionEntry entry)
    {
        _entries.Add(id, entry);
        if (entry.IsRefused)
            Refusing++;
        else if (entry.Address is { } address)
            _perAddress[address] = CountOf(address) + 1;
    }

    /// <summary>Counts a connection under the address of its client, which it has learnt only now.</summary>
    public void CountUnder(ConnectionEntry entry, IPAddress address)
    {
        if (entry.Address is { } former)
            Release(former);
        entry.Address = address;
        _perAddress[address] = CountOf(address) + 1;
    }

    /// <summary>Counts a connection under its user, whom it has learnt only now.</summary>
    public void CountUnder(ConnectionEntry entry, ConnectionId id, string user)
    {
        entry.User = user;
        _users.Add(user, id);
    }

    /// <summary>A connection that was admitted is to be told no after all.</summary>
    public void Refuse(ConnectionEntry entry)
    {
        if (entry.Address is { } address)
            Release(address);
        entry.Address = null;
        entry.IsRefused = true;
        Refusing++;
    }

    /// <summary>Notes what waits for a connection that is behind; 0: it has caught up.</summary>
    public void Hold(ConnectionEntry entry, int bytes)
    {
        HeldBytes += bytes - entry.HeldBytes;
        entry.HeldBytes = bytes;
    }

    public bool Remove(ConnectionId id)
    {
        if (!_entries.Remove(id, out var entry))
            return false;

        Hold(entry, 0);
        if (entry.User is { } user)
            _users.Remove(user, id);
        if (entry.IsRefused)
            Refusing--;
        else if (entry.Address is { } address)
            Release(address);
        return true;
    }

    private void Release(IPAddress address)
    {
        var left = CountOf(address) - 1;
        if (left > 0)
            _perAddress[address] = left;
        else
            _perAddress.Remove(address);
    }
}

/// <summary>One connection as its parent sees it.</summary>
/// <param name="connection">The actor.</param>
/// <param name="address">Where the peer is, if the node counts addresses.</param>
/// <param name="isRefused">Whether it lives only to be told no.</param>
/// <param name="checkAt">When to tell it to check its deadlines.</param>
internal sealed class ConnectionEntry(IActorRef connection, IPAddress? address, bool isRefused, TimeSpan checkAt)
{
    public IActorRef Connection { get; } = connection;
    public IPAddress? Address { get; set; } = address;
    public string? User { get; set; }
    public bool IsRefused { get; set; } = isRefused;
    public TimeSpan CheckAt { get; set; } = checkAt;

    /// <summary>Bytes that wait for it, as far as it has told.</summary>
    public int HeldBytes { get; set; }

    /// <summary>It was told to shed them, and has yet to say what is left.</summary>
    public bool IsShedding { get; set; }
}
