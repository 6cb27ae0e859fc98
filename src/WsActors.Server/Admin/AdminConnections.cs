using System.Net;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Counts the connections of the admin listener and enforces its limits. At a limit, the connection that has been idle for longest is
/// closed, so that silent peers cannot shut out health checks and publishers.
/// </summary>
internal sealed class AdminConnections(AdminOptions options)
{
    private readonly Lock _lock = new();
    private readonly HashSet<AdminConnection> _all = [];
    private readonly Dictionary<IPAddress, int> _ofAddress = [];

    // Connections without a request in progress, the longest idle one first.
    private readonly LinkedList<AdminConnection> _idle = [];

    /// <summary>Admits a connection, or returns false if all connections that could be closed for it have requests in progress.</summary>
    /// <param name="newcomer">The connection.</param>
    /// <param name="leaving">The connection that must be closed, if any. It is no longer counted; the caller aborts it.</param>
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

    /// <summary>Removes a connection that has ended. One that was closed for another has been removed before.</summary>
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
