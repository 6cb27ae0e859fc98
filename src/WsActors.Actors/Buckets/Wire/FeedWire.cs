using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes what a bucket's home sends to followers.</summary>
internal static class FeedWire
{
    private const byte PageKind = 1;
    private const byte PublishedKind = 2;
    private const byte ClearedKind = 3;
    private const byte MembersKind = 4;
    private const byte RefusedKind = 5;
    private const byte StoredKind = 6;
    private const byte UnloadedPageKind = 7;

    public static void Write(WireWriter writer, BucketBody.Feed feed)
    {
        writer.Number(feed.Stream);
        writer.Number(feed.Number);
        writer.List(feed.Items, item => Write(writer, item));
        TraceWire.Write(writer, feed.Items, item => item.Traceparent);
    }

    public static BucketBody.Feed Read(WireReader reader) => new(
        reader.Number(), reader.Number(), TraceWire.Read(reader, reader.List(() => ReadItem(reader)), (item, traceparent) => item with { Traceparent = traceparent }));

    private static void Write(WireWriter writer, FeedItem item)
    {
        writer.Byte(KindOf(item));
        writer.Text(item.Topic.Value);
        switch (item)
        {
            case FeedItem.Page page: Write(writer, page); break;
            case FeedItem.Published published: TopicWire.Write(writer, published.Position); PublicationWire.Write(writer, published.Publication); break;
            case FeedItem.Stored stored: TopicWire.Write(writer, stored.Position); break;
            case FeedItem.Cleared cleared: TopicWire.Write(writer, cleared.Through); break;
            case FeedItem.Members members: Write(writer, members.News); break;
            case FeedItem.Refused refused: writer.Text(refused.Code); writer.Text(refused.Message); break;
        }
    }

    private static byte KindOf(FeedItem item) => item switch
    {
        FeedItem.Page { Unloaded: null } => PageKind,
        FeedItem.Page => UnloadedPageKind,
        FeedItem.Published => PublishedKind,
        FeedItem.Stored => StoredKind,
        FeedItem.Cleared => ClearedKind,
        FeedItem.Members => MembersKind,
        FeedItem.Refused => RefusedKind,
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.GetType().Name, "has no kind"),
    };

    private static FeedItem ReadItem(WireReader reader)
    {
        var (kind, topic) = (reader.Byte(), TopicWire.ReadTopic(reader));
        switch (kind)
        {
            case PageKind: return ReadPage(reader, topic);
            case UnloadedPageKind: return ReadPage(reader, topic) with { Unloaded = TopicWire.ReadUnloaded(reader) };
            case PublishedKind: return new FeedItem.Published(topic, TopicWire.ReadPosition(reader), PublicationWire.Read(reader).Detached());
            case StoredKind: return new FeedItem.Stored(topic, TopicWire.ReadPosition(reader));
            case ClearedKind: return new FeedItem.Cleared(topic, TopicWire.ReadPosition(reader));
            case MembersKind: return new FeedItem.Members(topic, ReadNews(reader));
            case RefusedKind: break;
            default: reader.Fail($"an item is of kind {kind}, which this program does not know"); break;
        }

        return new FeedItem.Refused(topic, reader.Text(), reader.Text());
    }

    private static void Write(WireWriter writer, FeedItem.Page page)
    {
        TopicWire.Write(writer, page.Head);
        writer.Flag(page.IsContinued);
        writer.List(page.Messages, message => TopicWire.Write(writer, message));
        writer.Number(page.After);
        writer.Flag(page.IsEnd);
        if (page.Unloaded is { } unloaded)
            TopicWire.Write(writer, unloaded);
    }

    private static FeedItem.Page ReadPage(WireReader reader, TopicName topic) => new(
        topic, TopicWire.ReadPosition(reader), reader.Flag(), reader.List(() => TopicWire.ReadMessage(reader)), reader.Number(), reader.Flag());

    private static void Write(WireWriter writer, PresenceNews news)
    {
        writer.List(news.Left, member => MemberWire.Write(writer, member));
        writer.List(news.Joined, member => MemberWire.Write(writer, member));
        writer.OptionalNumber(news.Total);
        writer.Flag(news.Everyone is not null);
        writer.List(news.Everyone ?? [], member => MemberWire.Write(writer, member));
    }

    private static PresenceNews ReadNews(WireReader reader)
    {
        var (left, joined) = (reader.List(() => MemberWire.Read(reader)), reader.List(() => MemberWire.Read(reader)));
        var (hasTotal, total) = (reader.Flag(), reader.Count());
        var (hasEveryone, everyone) = (reader.Flag(), reader.List(() => MemberWire.Read(reader)));
        return new PresenceNews { Left = left, Joined = joined, Total = hasTotal ? total : null, Everyone = hasEveryone ? everyone : null };
    }
}
