using WsActors.Actors.Tapping;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Connections.Registry;

/// <summary>The taps of a node, which are few.</summary>
/// <param name="telemetry">Counts them.</param>
internal sealed class TapSlots(ConnectionTelemetry telemetry)
{
    private readonly HashSet<Tap> _taps = [];

    /// <summary>Adds a tap; false if there are <paramref name="limit"/> already.</summary>
    public bool TryAdd(Tap tap, int limit)
    {
        if (_taps.Count >= limit || !_taps.Add(tap))
            return false;

        telemetry.TapsCounted(_taps.Count);
        return true;
    }

    /// <summary>Removes a tap; false if it is not among them.</summary>
    public bool Remove(Tap tap)
    {
        var wasThere = _taps.Remove(tap);
        telemetry.TapsCounted(_taps.Count);
        return wasThere;
    }
}
