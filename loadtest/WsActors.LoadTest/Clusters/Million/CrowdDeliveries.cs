using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>Counts each publication's deliveries, and notes when the first and the last one arrived. On the fleet's thread.</summary>
internal sealed class CrowdDeliveries(uint run) : IDeliveries
{
    private readonly SortedDictionary<long, CrowdDelivery> _publications = [];

    public bool WantsTicks => false;

    /// <summary>Of each publication.</summary>
    public IReadOnlyList<CrowdDelivery> Publications => [.. _publications.Values];

    /// <summary>Messages of no publication of this run.</summary>
    public long Strays { get; private set; }

    public void Joined(Client client)
    {
    }

    public void Received(Client client, in Marker marker, ReadOnlySpan<byte> message, int end, long now)
    {
        if (marker.Run != run)
        {
            Strays++;
            return;
        }

        client.Received++;
        _publications[marker.Number] = _publications.TryGetValue(marker.Number, out var one)
            ? one with { Count = one.Count + 1, Last = now }
            : new CrowdDelivery(marker.Number, 1, now, now);
    }

    public void ReceivedUnread(Client client, long now) => throw new NotSupportedException("a crowd does not offer compression");

    public void Missed(Client client, in AnnouncedGap gap) => Strays++;

    public void Tick(long now)
    {
    }
}
