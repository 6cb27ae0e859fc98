using WsActors.LoadTest.Clients;

namespace WsActors.LoadTest.Checking;

/// <summary>The order of each topic's publications, the same for all of its subscribers.</summary>
internal interface ITopicOrder
{
    /// <param name="client">The client that received it.</param>
    /// <param name="marker">The publication.</param>
    /// <returns>Its position in its topic, counted from 0.</returns>
    int PositionOf(Client client, in Marker marker);

    /// <returns>The sequence number of the publication at a position of a topic.</returns>
    int SequenceAt(int topic, int position);
}
