using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Registry;

/// <summary>
/// Keeps how many bytes each connection holds of a budget that all share, and chooses those that shed when it is exceeded.
/// Connections that hold nothing take no memory here.
/// </summary>
/// <param name="limit">Shedding begins above so many bytes.</param>
/// <param name="downTo">Shedding ends at so many bytes, so that not every message after it sheds again.</param>
internal sealed class SheddingLedger(long limit, long downTo)
{
    private static readonly IReadOnlyList<ConnectionId> None = [];

    private readonly Dictionary<ConnectionId, int> _held = [];
    private readonly HashSet<ConnectionId> _shedding = [];

    /// <summary>Sheds an eighth of the budget at once.</summary>
    public static SheddingLedger Of(long budget) => new(budget, budget - (budget / 8));

    /// <summary>Bytes that all connections hold, without those that were told to shed.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Notes what a connection reports, and returns the connections that are to shed now: those that hold most.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="bytes">The bytes that it holds now.</param>
    /// <param name="hasShed">True for the report that follows the order to shed.</param>
    public IReadOnlyList<ConnectionId> Note(ConnectionId id, int bytes, bool hasShed)
    {
        // A report from before the connection received the order to shed is out of date.
        if (_shedding.Contains(id) && !hasShed)
            return None;

        _shedding.Remove(id);
        Set(id, bytes);
        return TotalBytes > limit ? TakeLargest() : None;
    }

    /// <summary>Forgets a connection that has ended.</summary>
    public void Remove(ConnectionId id)
    {
        _shedding.Remove(id);
        Set(id, 0);
    }

    private List<ConnectionId> TakeLargest()
    {
        var taken = new List<ConnectionId>();
        foreach (var (id, _) in _held.OrderByDescending(entry => entry.Value).ToArray())
        {
            if (TotalBytes <= downTo)
                break;

            Set(id, 0);
            _shedding.Add(id);
            taken.Add(id);
        }

        return taken;
    }

    private void Set(ConnectionId id, int bytes)
    {
        TotalBytes += bytes - _held.GetValueOrDefault(id);
        if (bytes == 0)
            _held.Remove(id);
        else
            _held[id] = bytes;
    }
}
