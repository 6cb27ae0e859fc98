using WsActors.Actors.Model;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Heaviest;

/// <summary>
/// Finds the topics and connections with the most traffic. Their names are no labels of metrics, because there may be a million of them. Safe
/// on any thread.
/// </summary>
public sealed class TrafficSample
{
    /// <summary>One event in so many is noted, chosen at random, and stands for all of them.</summary>
    public const int SampledOneIn = 64;

    private readonly TrafficWindows<TopicName> _topics;
    private readonly TrafficWindows<ConnectionId> _connections;

    /// <param name="time">The clock.</param>
    internal TrafficSample(TimeProvider time)
    {
        _topics = new TrafficWindows<TopicName>(SampledOneIn, time);
        _connections = new TrafficWindows<ConnectionId>(SampledOneIn, time);
    }

    /// <summary>Notes a publication.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="deliveries">Its subscribers on this node. Without any it counts once, since it costs something too.</param>
    /// <param name="bytes">The length of its payload.</param>
    public void Published(TopicName topic, int deliveries, int bytes)
    {
        if (IsSampled())
            _topics.Note(topic, Math.Max(1, deliveries), (long)Math.Max(1, deliveries) * bytes);
    }

    /// <summary>Notes messages or bytes of a connection, in either direction.</summary>
    public void Passed(ConnectionId connection, int messages, int bytes)
    {
        if (IsSampled())
            _connections.Note(connection, messages, bytes);
    }

    public TopTraffic<TopicName> TopTopics(bool byBytes, int count) => _topics.Top(byBytes, count);

    public TopTraffic<ConnectionId> TopConnections(bool byBytes, int count) => _connections.Top(byBytes, count);

    // A few nanoseconds, and no counter that all threads would share.
    private static bool IsSampled() => Random.Shared.Next(SampledOneIn) == 0;
}
