using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes the answers of a bucket's home: number, kind (1 byte), then the fields of the kind.</summary>
internal static class ReplyWire
{
    private const byte PublishedKind = 1;
    private const byte RefusedKind = 2;
    private const byte UnknownKind = 3;
    private const byte HistoryKind = 4;
    private const byte ClearedKind = 5;
    private const byte MembersKind = 6;
    private const byte DescriptionKind = 7;

    public static void Write(WireWriter writer, BucketBody.Replies replies) => writer.List(replies.List, reply =>
    {
        writer.Number(reply.Number);
        WriteReply(writer, reply.Reply);
    });

    public static BucketBody.Replies Read(WireReader reader) =>
        new(reader.List(() => new NumberedReply(reader.Number(), ReadReply(reader))));

    private static void WriteReply(WireWriter writer, IWireMessage reply)
    {
        switch (reply)
        {
            case TopicReply.Published published: Write(writer, published); break;
            case TopicReply.Refused refused: writer.Byte(RefusedKind); writer.Text(refused.Code); writer.Text(refused.Message); break;
            case TopicReply.Unknown unknown: writer.Byte(UnknownKind); writer.Text(unknown.Topic.Value); break;
            case HistoryPage page: Write(writer, page); break;
            case TopicReply.HistoryCleared cleared: Write(writer, cleared); break;
            case TopicReply.Members members: Write(writer, members); break;
            case TopicDescription topic: writer.Byte(DescriptionKind); DescriptionWire.Write(writer, topic); break;
            default: throw new ArgumentOutOfRangeException(nameof(reply), reply.GetType().Name, "does not go to another node");
        }
    }

    private static IWireMessage ReadReply(WireReader reader)
    {
        var kind = reader.Byte();
        switch (kind)
        {
            case PublishedKind: return ReadPublished(reader);
            case RefusedKind: return new TopicReply.Refused(reader.Text(), reader.Text());
            case UnknownKind: return new TopicReply.Unknown(TopicWire.ReadTopic(reader));
            case HistoryKind: return ReadHistory(reader);
            case ClearedKind: return new TopicReply.HistoryCleared(TopicWire.ReadTopic(reader), TopicWire.ReadPosition(reader));
            case MembersKind: return new TopicReply.Members(TopicWire.ReadTopic(reader), ReadMembers(reader));
            case DescriptionKind: return DescriptionWire.Read(reader);
            default:
                reader.Fail($"an answer is of kind {kind}, which this program does not know");
                return new TopicReply.Refused(string.Empty, string.Empty);
        }
    }

    private static void Write(WireWriter writer, TopicReply.Published published)
    {
        writer.Byte(PublishedKind);
        writer.Text(published.Topic.Value);
        TopicWire.Write(writer, published.Position);
        writer.Number(published.Subscribers);
        writer.Flag(published.IsRepeated);
    }

    private static TopicReply.Published ReadPublished(WireReader reader) =>
        new(TopicWire.ReadTopic(reader), TopicWire.ReadPosition(reader), reader.Count()) { IsRepeated = reader.Flag() };

    private static void Write(WireWriter writer, HistoryPage page)
    {
        writer.Byte(HistoryKind);
        writer.Text(page.Topic.Value);
        TopicWire.Write(writer, page.Position);
        writer.List(page.Messages, message => TopicWire.Write(writer, message));
        TopicWire.WriteOptional(writer, page.Missed);
        writer.Number(page.After);
        writer.Flag(page.IsEnd);
        writer.Flag(page.Recovered is not null);
        writer.Flag(page.Recovered == true);
    }

    private static HistoryPage ReadHistory(WireReader reader)
    {
        var page = new HistoryPage(
            TopicWire.ReadTopic(reader), TopicWire.ReadPosition(reader), reader.List(() => TopicWire.ReadMessage(reader)),
            TopicWire.ReadOptionalMissed(reader), reader.Number(), reader.Flag());
        var (hasRecovered, recovered) = (reader.Flag(), reader.Flag());
        return page with { Recovered = hasRecovered ? recovered : null };
    }

    private static void Write(WireWriter writer, TopicReply.HistoryCleared cleared)
    {
        writer.Byte(ClearedKind);
        writer.Text(cleared.Topic.Value);
        TopicWire.Write(writer, cleared.Position);
    }

    private static void Write(WireWriter writer, TopicReply.Members members)
    {
        writer.Byte(MembersKind);
        writer.Text(members.Topic.Value);
        writer.List(members.Page.Members, member => MemberWire.Write(writer, member));
        writer.Number(members.Page.Total);
        writer.OptionalNumber(members.Page.Next);
    }

    private static PresencePage ReadMembers(WireReader reader) =>
        new(reader.List(() => MemberWire.Read(reader)), reader.Count(), reader.OptionalNumber());
}
