using System.Net;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Counts connections per client address; an address without connections takes no memory.</summary>
internal sealed class AddressCounts
{
    private readonly Dictionary<IPAddress, int> _counts = [];

    public int this[IPAddress address] => _counts.GetValueOrDefault(address);

    public void Add(IPAddress address) => _counts[address] = this[address] + 1;

    public void Remove(IPAddress address)
    {
        var left = this[address] - 1;
        if (left > 0)
            _counts[address] = left;
        else
            _counts.Remove(address);
    }
}
