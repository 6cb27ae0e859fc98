using System.Net;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Decides which sockets and clients the node admits, by its own limit and by those per address and per user; counts them.</summary>
internal sealed class Admission(ConnectionEnvironment environment, ConnectionTable table, ConnectionTelemetry telemetry)
{
    // Sockets beyond that are reset, which costs nothing. Small nodes have few file descriptors.
    private int MaxRefusing => Math.Clamp(Settings.MaxConnections / 4, 16, 200);

    private PushSettings Settings => environment.Settings;

    public bool CountsAddresses => Settings.MaxConnectionsPerAddress > 0;

    /// <summary>Decides about a socket.</summary>
    /// <param name="address">The address that it counts for; null if that is unknown or not counted.</param>
    /// <param name="drain">The last drain or rebalance.</param>
    /// <returns>The refusal, or null.</returns>
    public HandshakeRefusal? Decide(IPAddress? address, DrainProgress? drain)
    {
        if (drain is { RefusesOthers: true })
            return Counted("draining", HandshakeRefusals.Draining(drain.RetryAfter()));
        if (table.Admitted >= Settings.MaxConnections)
            return Counted("capacity", HandshakeRefusals.TooManyConnections(Settings.MaxConnections));

        return address is null ? null : RefusalForOneMoreOf(address);
    }

    /// <summary>
    /// False if a peer is reset instead of being answered: while many others receive a refusal, or if the answer is costly, as an
    /// address at its limit could otherwise make the node do TLS handshakes as often as it likes, each only to be refused.
    /// </summary>
    public bool CanAnswer(HandshakeRefusal refusal, bool isCostly) =>
        table.Refusing < MaxRefusing && !(isCostly && refusal.Status == 429);

    /// <summary>Counts a connection for its client's address, unless that is at its limit. One that counts for it already stays.</summary>
    /// <returns>The refusal, or null.</returns>
    public HandshakeRefusal? Count(ConnectionEntry entry, IPAddress address)
    {
        if (address.Equals(entry.Address))
            return null;

        var refusal = RefusalForOneMoreOf(address);
        if (refusal is null)
            table.CountUnder(entry, address);
        return refusal;
    }

    /// <summary>Counts a connection for its user, unless that one is at the limit. One that counts for the user already stays.</summary>
    /// <returns>The refusal, or null.</returns>
    public HandshakeRefusal? Count(ConnectionEntry entry, ConnectionId id, string user)
    {
        if (user == entry.User)
            return null;

        var refusal = RefusalForOneMoreOf(user);
        if (refusal is null)
            table.CountUnder(entry, id, user);
        return refusal;
    }

    private HandshakeRefusal? RefusalForOneMoreOf(IPAddress address)
    {
        var limit = Settings.MaxConnectionsPerAddress;
        return limit == 0 || table.CountOf(address) < limit ? null : Counted("per_address", HandshakeRefusals.TooManyFromAddress(limit));
    }

    private HandshakeRefusal? RefusalForOneMoreOf(string user)
    {
        var limit = Settings.MaxConnectionsPerUser;
        return limit == 0 || table.CountOf(user) < limit ? null : Counted("per_user", HandshakeRefusals.TooManyOfUser(limit));
    }

    private HandshakeRefusal Counted(string cause, HandshakeRefusal refusal)
    {
        telemetry.Refused(cause);
        return refusal;
    }
}
