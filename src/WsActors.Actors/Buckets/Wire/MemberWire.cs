using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes members of topics with presence.</summary>
internal static class MemberWire
{
    public static void Write(WireWriter writer, PresenceMember member)
    {
        writer.OptionalText(member.User);
        writer.Text(member.Connection);
        writer.Number(member.Connections);
        writer.OptionalText(member.Info);
    }

    public static PresenceMember Read(WireReader reader)
    {
        var (user, connection, connections) = (reader.OptionalText(), reader.Text(), reader.Count());
        return new PresenceMember(user, connection, connections) { Info = reader.OptionalText() };
    }

    public static void Write(WireWriter writer, TopicMember member)
    {
        writer.Text(member.Connection);
        writer.OptionalText(member.User);
        writer.OptionalText(member.Info);
    }

    public static TopicMember ReadTopicMember(WireReader reader) => new(reader.Text(), reader.OptionalText(), reader.OptionalText());
}
