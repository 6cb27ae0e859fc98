using System.Net;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// The connections of the admin listener, within its bounds. At a bound the connection that has been without a request for longest
/// makes room, so that peers that connect and say nothing shut out neither health checks nor publishers.
/// </summary>
internal sealed class AdminConnections(AdminOptions options)
{
    private readonly Lock _lock = new();
    private readonly HashSet<AdminConnection> _all = [];
    private readonly Dictionary<IPAddress, int> _ofAddress = [];

    // Without a request under way, in the order in which they became so.
    private readonly LinkedList<AdminConnection> _idle = [];

    /// <summary>Takes a connection in, or refuses it: false if all of those that could make room have requests under way.</summary>
    /// <param name="newcomer">The connection.</param>
    /// <param name="leaving">The one that makes room, if one must. It is out of the count already; the caller aborts it.</param>
    public bool TryEnter(AdminConnection newcomer, out AdminConnection? leaving)
    {
        lock (_lock)
        {
            leaving = null;
            if (IsFullFor(newcomer.Address))
                leaving = _idle.FirstOrDefault(idle => idle.Address.Equals(newcomer.Address));
            else if (_all.Count >= options.MaxConnections)
                leaving = _idle.First?.Value;
            else
                return Add(newcomer);

            return leaving is not null && Remove(leaving) && Add(newcomer);
        }
    }

    public void Begin(AdminConnection connection)
    {
        lock (_lock)
        {
            connection.HasAsked = true;
            if (connection.Requests++ == 0)
                _idle.Remove(connection);
        }
    }

    public void End(AdminConnection connection)
    {
        lock (_lock)
        {
            if (--connection.Requests == 0 && _all.Contains(connection))
                _idle.AddLast(connection);
        }
    }

    /// <summary>The connection is over, by whichever end; of one that made room this is known already.</summary>
    public void Leave(AdminConnection connection)
    {
        lock (_lock)
            Remove(connection);
    }

    private bool IsFullFor(IPAddress address) =>
        options.MaxConnectionsPerAddress > 0 && _ofAddress.GetValueOrDefault(address) >= options.MaxConnectionsPerAddress;

    private bool Add(AdminConnection connection)
    {
        _all.Add(connection);
        _idle.AddLast(connection);
        _ofAddress[connection.Address] = _ofAddress.GetValueOrDefault(connection.Address) + 1;
        return true;
    }

    private bool Remove(AdminConnection connection)
    {
        if (!_all.Remove(connection))
            return false;

        _idle.Remove(connection);
        if (--_ofAddress[connection.Address] == 0)
            _ofAddress.Remove(connection.Address);
        return true;
    }
}
