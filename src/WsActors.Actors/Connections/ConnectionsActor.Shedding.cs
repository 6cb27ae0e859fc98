using Akka.Actor;

namespace WsActors.Actors.Connections;

/// <summary>
/// What waits for all slow readers together is bounded: beyond, the worst of them pay. Those who keep up tell nothing here and
/// are never asked.
/// </summary>
public sealed partial class ConnectionsActor
{
    /// <summary>Room is made for an eighth of the budget at once, so that not every message after it sheds again.</summary>
    private const int HeadroomShare = 8;

    private void OnHeld(Held held)
    {
        if (_table.Find(held.Id) is not { } entry)
            return;

        // What it told before it heard that it is to shed is out of date.
        if (entry.IsShedding && !held.HasShed)
            return;

        entry.IsShedding = false;
        _table.Hold(entry, held.Bytes);
        if (_table.HeldBytes > _environment.Settings.MaxOutboxBytes)
            ShedWorst();
    }

    private void ShedWorst()
    {
        long budget = _environment.Settings.MaxOutboxBytes;
        foreach (var entry in _table.Entries.Where(entry => entry.HeldBytes > 0).OrderByDescending(entry => entry.HeldBytes).ToArray())
        {
            if (_table.HeldBytes <= budget - (budget / HeadroomShare))
                return;

            // It counts for nothing until it says what is left.
            _table.Hold(entry, 0);
            entry.IsShedding = true;
            entry.Connection.Tell(ConnectionActor.Shed.Instance);
        }
    }
}
