using WsActors.LoadTest.Clients;

namespace WsActors.LoadTest.Checking;

/// <summary>The order in which one producer published: a publication's sequence number is its position.</summary>
internal sealed class PublishedOrder : ITopicOrder
{
    public int PositionOf(Client client, in Marker marker) => marker.Sequence;

    public int SequenceAt(int topic, int position) => position;
}
