using System.Net;
using Akka.Actor;
using WsActors.Actors.Transport;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Connections;

/// <summary>Who may come in: the node's limit, and that of each client's address, which a proxy may tell later.</summary>
public sealed partial class ConnectionsActor
{
    private void OnAdmit(IConnectionTransport transport)
    {
        var peer = _environment.Settings.MaxConnectionsPerAddress > 0 ? TransportAddress.Of(transport.RemoteEndPoint) : null;
        var isUncounted = peer is not null && _environment.SpeaksForOthers(peer);
        var address = isUncounted ? null : peer;
        var refusal = RefusalFor(address);
        if (refusal is not null && (_table.Refusing >= MaxRefusing || IsTooCostly(refusal, transport)))
        {
            transport.Abort();
            return;
        }

        var id = _table.NextId();
        var connection = Context.ActorOf(_connectionProps, id.ToString());
        var checkAt = _environment.Clock.Now + _environment.Settings.HandshakeTimeout;
        _table.Add(id, new ConnectionEntry(connection, address, refusal is not null, checkAt));
        connection.Tell(new ConnectionActor.Begin(id, transport, refusal, isUncounted));
    }

    // An address at its limit could otherwise make the node shake hands over TLS as often as it likes, only to be refused.
    private static bool IsTooCostly(HandshakeRefusal refusal, IConnectionTransport transport) =>
        refusal.Status == 429 && transport.IsCostlyToRefuse;

    private HandshakeRefusal? RefusalFor(IPAddress? address)
    {
        var settings = _environment.Settings;
        if (IsDraining)
            return Counted("draining", HandshakeRefusals.Draining(_waves!.ReconnectAfter()));
        if (_table.Count - _table.Refusing >= settings.MaxConnections)
            return Counted("capacity", HandshakeRefusals.TooManyConnections(settings.MaxConnections));

        return address is null ? null : RefusalForOneMoreOf(address);
    }

    private HandshakeRefusal? RefusalForOneMoreOf(IPAddress address)
    {
        var limit = _environment.Settings.MaxConnectionsPerAddress;
        return _table.CountOf(address) < limit ? null : Counted("per_address", HandshakeRefusals.TooManyFromAddress(limit));
    }

    // What ended meanwhile has left its count already, and must not enter another.
    private void OnCountClient(CountClient command)
    {
        if (_table.Find(command.Id) is not { IsRefused: false } entry)
            return;

        var refusal = RefusalForOneMoreOf(command.Address);
        if (refusal is null)
            _table.CountUnder(entry, command.Address);
        else
            RefuseAfterAll(entry);
        entry.Connection.Tell(new ConnectionActor.Counted(command.Request, command.Early, refusal));
    }

    private void OnCountUser(CountUser command)
    {
        if (_table.Find(command.Id) is not { IsRefused: false } entry)
            return;

        var refusal = RefusalForOneMoreOf(command.User);
        if (refusal is null)
            _table.CountUnder(entry, command.Id, command.User);
        else
            RefuseAfterAll(entry);
        entry.Connection.Tell(new ConnectionActor.UserCounted(command.ConnectRequest, refusal));
    }

    private HandshakeRefusal? RefusalForOneMoreOf(string user)
    {
        var limit = _environment.Settings.MaxConnectionsPerUser;
        return limit == 0 || _table.ConnectionsOf(user).Count < limit
            ? null
            : Counted("per_user", HandshakeRefusals.TooManyOfUser(limit));
    }

    private void RefuseAfterAll(ConnectionEntry entry)
    {
        if (_table.Refusing >= MaxRefusing)
            entry.Connection.Tell(ConnectionActor.Cut.Instance);
        else
            _table.Refuse(entry);
    }

    private HandshakeRefusal Counted(string cause, HandshakeRefusal refusal)
    {
        _environment.Telemetry.Connections.Refused(cause);
        return refusal;
    }
}
