using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes the numbers of a topic.</summary>
internal static class DescriptionWire
{
    public static void Write(WireWriter writer, TopicDescription topic)
    {
        writer.Text(topic.Topic.Value);
        TopicWire.Write(writer, topic.Position);
        writer.Number(topic.Subscribers);
        writer.Number(topic.HistoryMessages);
        writer.Number(topic.HistoryBytes);
    }

    public static TopicDescription Read(WireReader reader) => new(
        TopicWire.ReadTopic(reader), TopicWire.ReadPosition(reader), reader.Count(), reader.Count(), reader.Number());
}
