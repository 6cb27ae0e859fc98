using WsActors.Actors.Model;

namespace WsActors.Actors.Connections;

/// <summary>Which connections hold unfinished messages, and how much; those that hold nothing cost nothing here.</summary>
internal sealed class InboundLedger
{
    private readonly Dictionary<ConnectionId, int> _held = [];
    private readonly HashSet<ConnectionId> _shedding = [];

    /// <summary>Bytes that all of them hold, without those that are to shed theirs.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Notes what a connection holds now; 0: nothing any more.</summary>
    public void Note(ConnectionId id, int bytes)
    {
        // What it told before it heard that it is to shed is out of date; it ends with 0 in any case.
        if (_shedding.Contains(id))
        {
            if (bytes == 0)
                _shedding.Remove(id);
            return;
        }

        TotalBytes += bytes - _held.GetValueOrDefault(id);
        if (bytes == 0)
            _held.Remove(id);
        else
            _held[id] = bytes;
    }

    /// <summary>Forgets a connection that has ended.</summary>
    public void Remove(ConnectionId id)
    {
        _shedding.Remove(id);
        Note(id, 0);
    }

    /// <summary>The connections that hold most, as many as it takes until the others hold no more than <paramref name="downTo"/> bytes.</summary>
    public IReadOnlyList<ConnectionId> TakeLargest(long downTo)
    {
        var taken = new List<ConnectionId>();
        foreach (var (id, _) in _held.OrderByDescending(entry => entry.Value).ToArray())
        {
            if (TotalBytes <= downTo)
                break;

            Note(id, 0);
            _shedding.Add(id);
            taken.Add(id);
        }

        return taken;
    }
}
