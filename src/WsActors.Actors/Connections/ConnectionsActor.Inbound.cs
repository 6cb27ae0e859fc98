namespace WsActors.Actors.Connections;

/// <summary>Unfinished messages of all connections together are bounded: the largest are shed. Those that come whole in one turn tell nothing.</summary>
public sealed partial class ConnectionsActor
{
    private readonly InboundLedger _inbound = new();

    private void OnHeldInbound(HeldInbound held)
    {
        if (_table.Find(held.Id) is null)
            return;

        _inbound.Note(held.Id, held.Bytes);
        if (_inbound.TotalBytes <= _environment.Inbound.ShedsAbove)
            return;

        foreach (var id in _inbound.TakeLargest(_environment.Inbound.ShedsTo))
            _table.Find(id)?.Connection.Tell(ConnectionActor.ShedInbound.Instance, Akka.Actor.ActorRefs.NoSender);
    }
}
