using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>The messages under way. They arrive in any order, or never; between two sides of a partition none does.</summary>
internal sealed class SimulatedNetwork
{
    private const int Bound = 400;

    private readonly List<Packet> _packets = [];
    private readonly HashSet<string> _cutOff = [];

    public bool IsPartitioned => _cutOff.Count > 0;

    public int Count => _packets.Count;

    public void Send(Packet packet)
    {
        // The oldest is lost; protocols repeat.
        if (_packets.Count == Bound)
            _packets.RemoveAt(0);
        _packets.Add(packet);
    }

    /// <summary>Takes a packet out, or leaves it there so that it arrives twice.</summary>
    public Packet? Take(int choice, bool isKept)
    {
        if (_packets.Count == 0)
            return null;

        var index = choice % _packets.Count;
        var packet = _packets[index];
        if (!isKept)
            _packets.RemoveAt(index);
        return packet;
    }

    public Packet? TakeOldest() => Take(0, isKept: false);

    /// <summary>Cuts nodes off from all others.</summary>
    public void Partition(IEnumerable<string> addresses)
    {
        _cutOff.Clear();
        _cutOff.UnionWith(addresses);
    }

    public void Heal() => _cutOff.Clear();

    public bool Connects(ReplicaId one, ReplicaId other) => _cutOff.Contains(one.Address) == _cutOff.Contains(other.Address);
}
